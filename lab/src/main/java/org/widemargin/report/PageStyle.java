package org.widemargin.report;

/** The look of all pages, for those that are not written by {@link HtmlWriter}. */
public final class PageStyle {
  private PageStyle() {}

  /**
   * The style sheet: one column of text, light or dark as the reader's device asks; the classes of
   * figures.
   *
   * @return CSS
   */
  public static String css() {
    return PageResource.STYLE;
  }
}
