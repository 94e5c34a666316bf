package org.widemargin.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What every page carries with it, so that it needs no other file. */
final class PageResource {
  /**
   * The page's look: one column of text, figures as wide as it, light or dark as the reader's
   * device asks. The classes {@code fill-*} and {@code stroke-*} are those of the figures.
   */
  static final String STYLE = read("page.css");

  /**
   * Sorts tables when the button over a column is pressed; a second time, the other way round.
   * Without less-than signs and ampersands, so that the page is well-formed XML.
   */
  static final String SORTING = read("sort.js");

  private PageResource() {}

  private static String read(String name) {
    try (InputStream stream =
        Objects.requireNonNull(PageResource.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
