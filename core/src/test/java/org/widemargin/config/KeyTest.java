package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
  enum Word {
    FIRST_WORD,
    SECOND_WORD
  }

  sealed interface Walk {
    record Straight() implements Walk {}

    record LongWay(int steps, double stride) implements Walk {
      static LongWay defaults() {
        return new LongWay(3, Double.POSITIVE_INFINITY);
      }
    }

    record Fixed(int steps) implements Walk {}
  }

  record Group(double share, @Nullable String text) {
    static Group defaults() {
      return new Group(0.25, null);
    }
  }

  record Whole(
      int count,
      double rate,
      double small,
      Word word,
      Walk walk,
      Group group,
      @Nullable Group other,
      List<Integer> list) {
    static Whole defaults() {
      return new Whole(
          4,
          200,
          1e-6,
          Word.SECOND_WORD,
          new Walk.Straight(),
          new Group(0.5, "x"),
          null,
          List.of());
    }
  }

  private static Key key(String path) {
    return Key.of(Whole.defaults(), path);
  }

  @ParameterizedTest
  @CsvSource({
    "count,4",
    "rate,200",
    "small,1e-6",
    "word,second-word",
    "walk,straight",
    "walk.long-way.steps,3",
    "walk.long-way.stride,inf",
    "group.share,0.5",
    "group.text,x",
    "other.share,0.25",
    "list,",
    "group,",
    "other,",
    "other.text,",
    "walk.fixed.steps,",
  })
  void aDefaultIsTheRecords(String path, @Nullable String text) {
    assertThat(key(path).defaultText().orElse(null)).isEqualTo(text);
    assertThat(key(path).path()).isEqualTo(path);
  }

  @Test
  void theWordsAreThoseOfEnumsAndVariants() {
    assertThat(key("word").words()).containsExactly("first-word", "second-word");
    assertThat(key("walk").words()).containsExactly("straight", "long-way", "fixed");
    assertThat(key("count").words()).isEmpty();
  }

  record Spelt(String text) {
    @JsonValue
    @Override
    public String toString() {
      return text;
    }
  }

  record Holder(Group group, @Nullable Spelt word, Walk walk, boolean truth) {
    static Holder defaults() {
      return new Holder(Group.defaults(), null, new Walk.Straight(), true);
    }
  }

  @Test
  void allKeysAreThoseWithAValueOfTheirOwn() {
    assertThat(Key.all(Holder.defaults()))
        .extracting(Key::path)
        .containsExactly(
            "group.share",
            "group.text",
            "word",
            "walk",
            "walk.long-way.steps",
            "walk.long-way.stride",
            "walk.fixed.steps",
            "truth");
    assertThat(Key.of(Holder.defaults(), "truth").words()).containsExactly("true", "false");
  }

  @ParameterizedTest
  @CsvSource({"counts", "group.shares", "walk.far", "count.more", "''", "group."})
  void whatIsNoKeyIsAMistakeOfTheProgram(String path) {
    assertThatThrownBy(() -> key(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no key");
  }
}
