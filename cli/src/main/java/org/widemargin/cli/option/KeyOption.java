package org.widemargin.cli.option;

import java.util.List;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Key;
import org.widemargin.config.Overrides;
import org.widemargin.train.RunConfig;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that sets one key of a run's configuration. The words it takes and its default are the
 * key's, and so is what is said of a value that does not fit.
 *
 * @param name such as {@code --gamma}
 * @param label what stands for its value in the help
 * @param key which key
 * @param words for the help and the shell: those that the key takes, or some of them
 * @param description for the help; {@code ${COMPLETION-CANDIDATES}} stands for the words
 */
public record KeyOption(
    String name, String label, Key key, Iterable<String> words, String description) {
  private static final RunConfig DEFAULTS = RunConfig.defaults();

  /**
   * Makes an option whose help ends with its default, if it has one.
   *
   * @param path the key's, such as {@code loss.margin.gamma}
   */
  static KeyOption of(String name, String label, String path, String description) {
    return of(name, label, path, key(path).words(), description);
  }

  /** The same for a key whose words are not its type's. */
  static KeyOption of(
      String name, String label, String path, Iterable<String> words, String description) {
    Key key = key(path);
    String more = key.defaultText().map(text -> " Default: " + text + ".").orElse("");
    return new KeyOption(name, label, key, words, description + more);
  }

  static Key key(String path) {
    return Key.of(DEFAULTS, path);
  }

  /** The option for picocli, which takes any text: the configuration knows what fits. */
  OptionSpec toOption() {
    OptionSpec.Builder option =
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .completionCandidates(words)
            .description(description);
    // What is true or false is true where nothing follows.
    return key.words().equals(List.of("true", "false"))
        ? option.arity("0..1").fallbackValue("true").build()
        : option.build();
  }

  /** Sets the key. */
  ConfigTree set(ConfigTree tree, String value) {
    return Overrides.set(tree, key, value, where(value));
  }

  String where(String value) {
    return name + " " + (value.isBlank() ? "''" : value);
  }
}
