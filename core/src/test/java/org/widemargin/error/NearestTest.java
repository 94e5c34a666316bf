package org.widemargin.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("gamma", "clip", "logits", "input", "conv1", "conv2");

  @ParameterizedTest
  @CsvSource({
    "gama,gamma",
    "GAMMA,gamma",
    "gmama,gamma",
    "gammma,gamma",
    "gamna,gamma",
    "logit,logits",
    "conv3,conv1",
    "inptu,input",
    "clpi,clip"
  })
  void findsTheNearest(String unknown, String nearest) {
    assertThat(Nearest.name(unknown, KNOWN)).contains(nearest);
  }

  @Test
  void saysNothingWhenNothingIsNear() {
    assertThat(Nearest.name("momentum", KNOWN)).isEmpty();
    assertThat(Nearest.name("", KNOWN)).isEmpty();
    assertThat(Nearest.name("x", List.of())).isEmpty();
    assertThat(Nearest.hint("zzz", List.of("a", "bcd"))).isEqualTo("expected one of a, bcd");
  }

  @Test
  void listsNoMoreThanFits() {
    List<String> many = IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();
    assertThat(Nearest.hint("clas 7", many))
        .startsWith("expected one of class 0, class 1, ")
        .contains("class 39, ...; did you mean 'class 7'?")
        .doesNotContain("class 40");
  }
}
