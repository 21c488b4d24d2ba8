package dev.grove.inference.traffic;

import java.util.Optional;

/** What a rule looks at of the request that this thread answers, and what it tells of itself. */
interface CurrentRequest {
  /** The request's own key. */
  Optional<String> key();

  /** The value of a field of the single row that the body is. */
  Optional<String> field(String name);

  /** Says in the answer which alias it came from. */
  void answeredBy(String alias);
}
