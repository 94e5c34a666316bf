package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Standardize;
import org.widemargin.network.Initialisation;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;

class ModelConfigTest {
  private static final Dataset IMAGES = TinyRuns.images(10, 10).train();

  private static NetworkSpec spec(String... overrides) {
    return TinyRuns.config(overrides).model().specFor(IMAGES);
  }

  @Test
  void standardisationStandsBeforeTheFirstLayerAndAfterTheInput() {
    NetworkSpec plain = spec();
    NetworkSpec found = spec("model.standardize=true");
    assertThat(found.blocks().get(0).layers().get(0)).isEqualTo(new Standardize());
    assertThat(found.blocks().get(0).layers())
        .endsWith(plain.blocks().get(0).layers().toArray(Layer[]::new));
    assertThat(found.layerNames()).isEqualTo(plain.layerNames());
    assertThat(found.input()).isEqualTo(plain.input());
    assertThat(found.plan().parameters())
        .extracting(ParameterSpec::name)
        .isEqualTo(plain.plan().parameters().stream().map(ParameterSpec::name).toList());
  }

  @Test
  void aConfigurationWithoutItKeepsItsText() {
    assertThat(TinyRuns.config().toYaml()).doesNotContain("standardize", "initialisation");
    assertThat(TinyRuns.config("model.standardize=true").toYaml()).contains("standardize: true");
  }

  @Test
  void aNetworkOfItsOwnSaysItself() {
    assertThatThrownBy(
            () -> new ModelConfig("own", spec(), 0, true, null, null, null, Initialisation.HE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "model 'own': expected a layer 'standardize' at the start of its spec, found"
                + " standardize beside it");
  }
}
