package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.config.ConfigSchema;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.NetworkSpec;
import org.widemargin.reproduce.Budget;
import org.widemargin.reproduce.Protocol;
import org.widemargin.study.Study;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds the schemas for editors against the records, and what the program reads against them. */
class SchemaPagesTest {
  private static final Path FOLDER = Path.of("../docs/schemas");

  /** The files that people write. */
  enum Written {
    CONFIG(RunConfig.class, "A configuration of widemargin train"),
    NETWORK(NetworkSpec.class, "A network of widemargin"),
    STUDY(Study.class, "A study of widemargin reproduce");

    private final Class<? extends Record> type;
    private final String title;

    Written(Class<? extends Record> type, String title) {
      this.type = type;
      this.title = title;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT) + ".schema.json";
    }

    Set<ValidationMessage> complaints(String yaml) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
              .getSchema(ConfigSchema.of(type, title));
      Object tree =
          new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return schema.validate(new ObjectMapper().valueToTree(tree));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePageIsWhatTheRecordsSay(Written written) throws IOException {
    String page = ConfigSchema.of(written.type, written.title);
    Path fresh = Files.writeString(Path.of("target", written.file()), page);
    assertThat(FOLDER.resolve(written.file()))
        .as("the records have changed: cp cli/%s docs/schemas/", fresh)
        .hasContent(page);
  }

  @Test
  void theProgramsOwnConfigurationsFit() throws IOException {
    for (String preset : Presets.NAMES) {
      String whole = RunConfig.resolve(Presets.read(preset, LossConfig.Kind.MARGIN)).toYaml();
      assertThat(Written.CONFIG.complaints(whole)).as(preset).isEmpty();
    }
  }

  @Test
  void allStudiesFit() throws IOException {
    for (Budget budget : Budget.values()) {
      for (String name : Protocol.names(budget)) {
        String study = Yaml.write(Protocol.study(name, budget));
        assertThat(Written.STUDY.complaints(study)).as(name + " " + budget).isEmpty();
      }
    }
    String own = DocumentedPage.of("reproduction.md").yaml("name: clip");
    assertThat(Written.STUDY.complaints(own)).isEmpty();
  }

  @Test
  void networksFit() throws IOException {
    String spec = Files.readString(Path.of("../specs/trades-mnist-smallcnn.yaml"));
    assertThat(Written.NETWORK.complaints(spec)).isEmpty();
    for (String name : List.of("mnist-cnn", "wrn-10-1", "mlp:8", "inception-v3")) {
      String whole = Yaml.write(Architectures.named(name, Architectures.usualInput(name), 10, 0.2));
      assertThat(Written.NETWORK.complaints(whole)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss: {margin: {gama: 1}}",
        "loss: {kind: cross-entrpy}",
        "loss: {margin: {gradient: {boundry: {}}}}",
        "loss: {margin: {gradient: {constant: {}, exact: {}}}}",
        "optimization: {steps: many}",
        "optimization: {steps: 1.5}",
        "model: {standardize: 7}",
        "data: {augmentation: horizontal-flip}",
      })
  void whatTheProgramRefusesIsMarked(String yaml) throws IOException {
    assertThat(Written.CONFIG.complaints(yaml)).isNotEmpty();
    assertThatThrownBy(() -> RunConfig.resolve(ConfigTree.parseYaml(yaml, "a test")))
        .isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed:",
        "loss: {margin: {gamma: 1e-3, clip: .inf, gradient: exact}}",
        "loss: {margin: {gradient: {boundary: {refinements: 3}}, layers: 'input,fc1'}}",
        "data: {augmentation: [horizontal-flip, pad-crop: {padding: 4}]}",
        "data: {dataset: {name: folder, image-size: 64}}",
      })
  void whatTheProgramReadsIsNot(String yaml) throws IOException {
    assertThat(Written.CONFIG.complaints(yaml)).isEmpty();
    assertThat(RunConfig.resolve(ConfigTree.parseYaml(yaml, "a test"))).isNotNull();
  }
}
