package org.widemargin.bench;

/**
 * Something whose time is wanted.
 *
 * @param name what the results call it
 * @param run does it once, and frees what it made
 * @param forgetLast strikes what it noted of its last run, which does not count
 */
public record Variant(String name, Runnable run, Runnable forgetLast) {
  /**
   * One that notes nothing.
   *
   * @param name what the results call it
   * @param run does it once, and frees what it made
   */
  public Variant(String name, Runnable run) {
    this(name, run, () -> {});
  }
}
