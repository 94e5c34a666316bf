package org.widemargin.reproduce;

import java.nio.file.Path;
import java.util.Locale;

/** How much is spent on a reproduction. Only numbers differ. */
public enum Budget {
  /** A minute: shows that everything works; its numbers mean nothing. */
  SMOKE,
  /** A few hours on two processors: few steps, three seeds. */
  QUICK,
  /** A day or two on two processors: ten epochs, and a small search for every method alike. */
  STANDARD,
  /** As in the paper: 50 000 steps and the whole search. */
  PAPER;

  /**
   * The name in commands and files.
   *
   * @return in lower case
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Where results go unless another folder is named.
   *
   * @return a folder in the one that the program is started in
   */
  public Path usualFolder() {
    return Path.of("runs", "reproduce-" + word());
  }
}
