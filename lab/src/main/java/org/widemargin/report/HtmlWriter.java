package org.widemargin.report;

import static org.widemargin.figure.Markup.escape;

import java.util.List;
import org.widemargin.figure.Figure;
import org.widemargin.figure.Figures;

/** Writes a page as HTML that is also well-formed XML. */
public final class HtmlWriter {
  private final StringBuilder html = new StringBuilder();

  private HtmlWriter() {}

  /**
   * Writes a page.
   *
   * @param page the page
   * @return a complete HTML document that is also well-formed XML; the same page gives the same
   *     text
   */
  public static String write(HtmlPage page) {
    HtmlWriter writer = new HtmlWriter();
    writer.page(page);
    return writer.html.toString();
  }

  private void page(HtmlPage page) {
    html.append(
            "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n")
        .append("<meta charset=\"utf-8\"/>\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    element("title", page.title());
    html.append("<style>\n" + PageResource.STYLE + "</style>\n</head>\n<body>\n<header>\n");
    element("h1", page.title());
    page.introduction().forEach(text -> element("p", text));
    html.append("</header>\n<main>\n");
    contents(page.sections());
    for (int i = 0; i < page.sections().size(); i++) {
      section(page.sections().get(i), i);
    }
    html.append("</main>\n");
    if (!page.footer().isEmpty()) {
      html.append("<footer>\n");
      element("p", page.footer());
      html.append("</footer>\n");
    }
    if (isSortable(page)) {
      html.append("<script>\n" + PageResource.SORTING + "</script>\n");
    }
    html.append("</body>\n</html>\n");
  }

  private static boolean isSortable(HtmlPage page) {
    return page.sections().stream()
        .flatMap(section -> section.blocks().stream())
        .anyMatch(HtmlWriter::isSortable);
  }

  private static boolean isSortable(PageBlock block) {
    return block instanceof PageBlock.SortableTable
        || (block instanceof PageBlock.Folded folded
            && folded.blocks().stream().anyMatch(HtmlWriter::isSortable));
  }

  private void contents(List<HtmlPage.Section> sections) {
    if (sections.size() < 2) {
      return;
    }
    html.append("<nav aria-label=\"Contents\">\n<ul>\n");
    for (int i = 0; i < sections.size(); i++) {
      html.append("<li><a href=\"#" + identifier(i) + "\">")
          .append(escape(sections.get(i).heading()))
          .append("</a></li>\n");
    }
    html.append("</ul>\n</nav>\n");
  }

  private void section(HtmlPage.Section section, int index) {
    String identifier = identifier(index);
    html.append("<section aria-labelledby=\"" + identifier + "\">\n")
        .append("<h2 id=\"" + identifier + "\">" + escape(section.heading()) + "</h2>\n");
    section.blocks().forEach(this::block);
    html.append("</section>\n");
  }

  private void block(PageBlock block) {
    if (block instanceof PageBlock.Subheading subheading) {
      element("h3", subheading.heading());
    } else if (block instanceof PageBlock.Paragraph paragraph) {
      element("p", paragraph.text());
    } else if (block instanceof PageBlock.Note note) {
      html.append("<p class=\"note\" role=\"note\">" + escape(note.text()) + "</p>\n");
    } else if (block instanceof PageBlock.Items items) {
      html.append("<ul>\n");
      items.items().forEach(item -> element("li", item));
      html.append("</ul>\n");
    } else if (block instanceof PageBlock.Listing listing) {
      listing(listing.text());
    } else if (block instanceof PageBlock.Folded folded) {
      html.append("<details>\n");
      element("summary", folded.summary());
      folded.blocks().forEach(this::block);
      html.append("</details>\n");
    } else if (block instanceof PageBlock.TableBlock tableBlock) {
      TableWriter.write(html, tableBlock.table(), false);
    } else if (block instanceof PageBlock.SortableTable sortable) {
      TableWriter.write(html, sortable.table(), true);
    } else if (block instanceof PageBlock.FigureBlock figures) {
      figures(figures);
    } else {
      throw new AssertionError("a sealed type has no other case: " + block);
    }
  }

  private void listing(String text) {
    html.append("<pre><code>" + escape(text) + "</code></pre>\n");
  }

  private void figures(PageBlock.FigureBlock block) {
    html.append("<figure>\n<div class=\"figures\">\n");
    for (Figure figure : block.figures()) {
      html.append("<div class=\"drawing\">\n" + Figures.svg(figure) + "</div>\n");
    }
    html.append("</div>\n");
    if (!block.caption().isEmpty()) {
      element("figcaption", block.caption());
    }
    html.append("</figure>\n");
  }

  private void element(String name, String text) {
    html.append("<" + name + ">" + escape(text) + "</" + name + ">\n");
  }

  private static String identifier(int section) {
    return "section-" + (section + 1);
  }
}
