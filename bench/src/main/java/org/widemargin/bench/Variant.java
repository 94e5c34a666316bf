package org.widemargin.bench;

/**
 * Something whose time is wanted.
 *
 * @param name what the results call it
 * @param run does it once, and frees what it made
 */
public record Variant(String name, Runnable run) {}
