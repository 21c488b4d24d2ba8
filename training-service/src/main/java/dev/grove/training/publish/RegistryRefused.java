package dev.grove.training.publish;

/** The registry understood a call and will never accept it. */
public final class RegistryRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code MLflow's {@code error_code}; empty if the answer had none
   */
  RegistryRefused(String code, String message) {
    super("The registry refused: " + message);
    this.code = code;
  }

  boolean alreadyExists() {
    return code.equals("RESOURCE_ALREADY_EXISTS");
  }

  boolean doesNotExist() {
    return code.equals("RESOURCE_DOES_NOT_EXIST");
  }
}
