package dev.grove.inference;

/**
 * A request that is not answered, with the status that says so. It carries no stack trace: it tells
 * of the request, not of this code, and hostile requests must stay cheap.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, and the HTTP status of it. */
  public enum Code {
    INVALID_INPUT(400, "Invalid input"),
    NOT_PERMITTED(403, "Not permitted"),
    UNKNOWN_MODEL(404, "Unknown model"),
    TOO_LARGE(413, "Body too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    NO_MODEL(503, "No model yet");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public int status() {
      return status;
    }

    public String title() {
      return title;
    }
  }

  private final Code code;
  private final String field;

  private Refused(Code code, String detail, String field) {
    super(detail, null, false, false);
    this.code = code;
    this.field = field;
  }

  /** The body as a whole is at fault. */
  public static Refused invalid(String detail) {
    return new Refused(Code.INVALID_INPUT, detail, null);
  }

  /**
   * One input is at fault.
   *
   * @param field its name, with the row's index before it in a batch
   * @param reason continues the sentence that the field's name begins
   */
  public static Refused invalid(String field, String reason) {
    return new Refused(Code.INVALID_INPUT, "Field '" + field + "': " + reason, field);
  }

  /**
   * One input is at fault, in a sentence of its own.
   *
   * @param field its name, with the row's index before it in a batch
   */
  public static Refused invalidAt(String field, String detail) {
    return new Refused(Code.INVALID_INPUT, detail, field);
  }

  /** The body broke off. */
  public static Refused unreadable() {
    return invalid("The body could not be read to its end");
  }

  /** Nobody may do this here. */
  public static Refused notPermitted(String detail) {
    return new Refused(Code.NOT_PERMITTED, detail, null);
  }

  /** The registry has no such model under the alias. */
  public static Refused unknownModel(String name) {
    return new Refused(Code.UNKNOWN_MODEL, "No model '" + name + "' is promoted", null);
  }

  /** The model has no such version. */
  public static Refused unknownVersion(String model, String version) {
    return new Refused(
        Code.UNKNOWN_MODEL, "Model '" + model + "' has no version '" + version + "'", null);
  }

  /** The model has no such alias. */
  public static Refused unknownAlias(String model, String alias) {
    return new Refused(
        Code.UNKNOWN_MODEL, "Model '" + model + "' has no alias '" + alias + "'", null);
  }

  /** Nobody knows yet whether there is such a model. */
  public static Refused notYetKnown(String model) {
    return noModel("The registry has not answered yet whether there is a model '" + model + "'");
  }

  public static Refused tooLarge(String detail) {
    return new Refused(Code.TOO_LARGE, detail, null);
  }

  public static Refused unsupportedMediaType(String detail) {
    return new Refused(Code.UNSUPPORTED_MEDIA_TYPE, detail, null);
  }

  /** The client may come again. */
  public static Refused noModel(String detail) {
    return new Refused(Code.NO_MODEL, detail, null);
  }

  public Code code() {
    return code;
  }

  /** The input that is to blame, or null. */
  public String field() {
    return field;
  }
}
