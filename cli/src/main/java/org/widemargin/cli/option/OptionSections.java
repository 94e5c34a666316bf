package org.widemargin.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lists a command's options in sections: first its own, then those of some mixins under headings.
 *
 * <p>Picocli's argument groups have headings too, but start anew when an option is repeated and so
 * forget all others of the group.
 */
final class OptionSections {
  private final List<String> headings;

  /**
   * Names the sections.
   *
   * @param headings the mixins' names, in order
   */
  OptionSections(List<String> headings) {
    this.headings = List.copyOf(headings);
  }

  /** Makes a command's help have these sections. */
  void addTo(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::render);
  }

  private String render(Help help) {
    CommandSpec command = help.commandSpec();
    List<OptionSpec> own = new ArrayList<>(command.options());
    StringBuilder sections = new StringBuilder();
    for (String heading : headings) {
      List<String> names =
          Objects.requireNonNull(command.mixins().get(heading)).options().stream()
              .map(OptionSpec::longestName)
              .toList();
      List<OptionSpec> options =
          own.stream().filter(option -> names.contains(option.longestName())).toList();
      own.removeAll(options);
      sections.append("%n%s:%n".formatted(heading)).append(list(help, options));
    }
    return list(help, own) + sections;
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
