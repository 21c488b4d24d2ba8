package dev.grove.registry.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are found, kept and sent to who watches. */
@ConfigMapping(prefix = "grove.events")
public interface EventsConfig {
  /** How often the database is asked for what other processes wrote. */
  @WithDefault("200ms")
  Duration poll();

  /** The longest pause while the database does not answer. */
  @WithDefault("5s")
  Duration maxPollBackoff();

  /** How long an event can be read. */
  @WithDefault("30d")
  Duration retention();

  /** How often old events are dropped. */
  @WithDefault("10m")
  Duration retentionCheck();

  /** How many of the last events are kept in memory for who watches. */
  @WithDefault("1000")
  int recent();

  /** How many streams are open at a time. */
  @WithDefault("1000")
  int maxWatchers();

  /** How many streams one address may have open. */
  @WithDefault("200")
  int maxWatchersPerClient();

  /** The longest silence on a stream; then a comment is sent. */
  @WithDefault("15s")
  Duration heartbeat();

  /** How long a client may leave what was sent unread before its stream ends. */
  @WithDefault("20s")
  Duration patience();

  /** What waits to be sent to one client at most, in bytes, beside one page. */
  @WithDefault("65536")
  int maxUnsent();
}
