package org.widemargin.error;

import java.util.Locale;

/**
 * A mistake in what the user gave: an option, a file, a configuration key.
 *
 * <p>The message is one line and says what was expected, what was found, where, and what to do. The
 * command line prints it without a stack trace and ends with status 2. Whatever comes from a file
 * or a name stays on that line: line breaks and controls are shown by their numbers.
 */
public final class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what was expected, what was found, where
   */
  public InputException(String message) {
    super(OneLine.of(message));
  }

  /**
   * Creates the exception with the failure that revealed the mistake.
   *
   * @param message one line: what was expected, what was found, where
   * @param cause the failure underneath
   */
  public InputException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }

  /**
   * Checks a condition on user input.
   *
   * @param condition what must hold
   * @param message the message if it does not, a {@link String#format} pattern
   * @param arguments the pattern's arguments
   * @throws InputException if the condition does not hold
   */
  public static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new InputException(String.format(Locale.ROOT, message, arguments));
    }
  }
}
