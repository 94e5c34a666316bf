package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.network.Architectures;
import org.widemargin.network.NetworkSpec;

class LayerChoiceTest {
  private static NetworkSpec network(String name) {
    return Architectures.named(name, Architectures.usualInput(name), 10, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mnist-cnn | spread:2 | input,logits",
        "mnist-cnn | spread:3 | input,fc1,logits",
        "mnist-cnn | spread:6 | input,conv1,conv2,fc1,fc2,logits",
        "mlp:7 | spread:3 | input,fc1,logits",
        "linear | spread:2 | input,logits",
        // Nine layers: the middle ones are the first units of the three groups.
        "wrn-16-1 | spread:5 | input,block1.unit1,block2.unit1,block3.unit1,logits",
        "wrn-10-1 | spread:5 | input,conv1,block2,block3,logits",
        // Fifteen layers: numbers 0, 3.5, 7, 10.5 and 14, rounded half up.
        "wrn-28-10 | spread:5 | input,block1.unit3,block2.unit2,block3.unit2,logits",
      })
  void areSpreadOverEveryNetwork(String name, String layers, String expected) {
    assertThat(LayerChoice.parse(layers).among(network(name).layerNamesWithUnits()))
        .containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 12, 31})
  void goFromTheFirstToTheLastInStepsThatDifferByOneAtMost(int layers) {
    List<String> available = IntStream.range(0, layers).mapToObj(String::valueOf).toList();
    for (int count = 2; count <= layers; count++) {
      List<Integer> chosen =
          LayerChoice.parse("spread:" + count).among(available).stream()
              .map(Integer::valueOf)
              .toList();
      assertThat(chosen).hasSize(count).startsWith(0).endsWith(layers - 1);
      int least = (layers - 1) / (count - 1);
      for (int i = 1; i < count; i++) {
        assertThat(chosen.get(i) - chosen.get(i - 1)).isBetween(least, least + 1);
      }
    }
  }

  @Test
  void moreThanThereAreIsToldWithTheirNames() {
    LayerChoice choice = LayerChoice.parse("spread:7");
    assertThatThrownBy(() -> choice.among(network("mnist-cnn").layerNamesWithUnits()))
        .hasMessage(
            "spread:7: expected at most the 6 layers there are (input, conv1, conv2, fc1, fc2,"
                + " logits)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spread:1",
        "spread:0",
        "spread:",
        "spread:x",
        "spread:5,input",
        "input,spread:5",
        "spread:99999"
      })
  void whatIsNotASpreadIsAnError(String text) {
    assertThatThrownBy(() -> LayerChoice.parse(text))
        .hasMessageContaining("expected spread:N alone, with N of at least 2, as in spread:5");
  }

  /** What it meant before there were units. */
  @ParameterizedTest
  @ValueSource(strings = {"wrn-16-1", "wrn-28-10", "mnist-cnn"})
  void allAreTheInputAndTheBlocks(String name) {
    NetworkSpec network = network(name);
    assertThat(LayerChoice.ALL.among(network.layerNamesWithUnits()))
        .isEqualTo(network.layerNames());
  }

  @Test
  void aGroupsNameIsItsEndAndAUnitIsNamedWithIt() {
    List<String> available = network("wrn-28-10").layerNamesWithUnits();
    assertThat(LayerChoice.parse("block2,block2.unit3").among(available))
        .containsExactly("block2.unit3", "block2");
    assertThatThrownBy(() -> LayerChoice.parse("block2.unit4").among(available))
        .hasMessageContaining("unknown layer 'block2.unit4'");
  }

  /** In a network of the user's own a name with a dot is just a name. */
  @Test
  void onlyUnitsOfABlockThatIsThereAreInsideIt() {
    List<String> own = List.of("input", "layer1.0", "layer1.unit1", "block.unit2", "block", "out");
    assertThat(LayerChoice.ALL.among(own))
        .containsExactly("input", "layer1.0", "layer1.unit1", "block", "out");
  }

  @Test
  void areWrittenAsTheyAreRead() {
    assertThat(LayerChoice.parse("spread:5")).hasToString("spread:5");
    assertThat(LayerChoice.parse(" input , conv1 ")).hasToString("input,conv1");
  }
}
