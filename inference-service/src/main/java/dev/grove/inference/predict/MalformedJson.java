package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.grove.inference.Refused;
import java.util.regex.Pattern;

/** Words for bodies that are no JSON, or JSON beyond the bounds. */
final class MalformedJson {
  private static final int LONGEST = 300;

  /** What the parser tells its programmer and not its user. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(: enable `[^`]*` to allow)|(, from `[^`]*`)|( \\(valid JSON String[^)]*\\))"
              + "|(\\(for [A-Za-z]+ starting at [^)]*\\))|(\\[Source: [^\\]]*\\])");

  private MalformedJson() {}

  /**
   * @param field where it happened, or null
   */
  static Refused refuse(JsonProcessingException why, String field) {
    String text = ADVICE.matcher(String.valueOf(why.getOriginalMessage())).replaceAll("").strip();
    String reason = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    String detail = "The body is not valid JSON" + place(why.getLocation()) + ": " + reason;
    return field == null ? Refused.invalid(detail) : Refused.invalidAt(field, detail);
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
