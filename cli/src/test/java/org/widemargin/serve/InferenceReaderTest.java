package org.widemargin.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.web.Refusal;

class InferenceReaderTest {
  private static final int MOST = 100;
  private static final String INPUT =
      "{'name':'input','datatype':'FP32','shape':[2,2],'data':[[1,2.5],[-3e2,4]]}";
  private static final String WHOLE =
      "{'id':'x','parameters':{'a':1},'inputs':["
          + INPUT
          + "],'outputs':[{'name':'class','parameters':{}}],'more':[{}]}";

  private static InferenceRequest read(String json) {
    return InferenceReader.read(bytes(json), MOST);
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyPartIsRead() {
    InferenceRequest request = read(WHOLE);
    assertThat(request.id()).contains("x");
    assertThat(request.outputs()).containsExactly(Output.CLASS);
    assertThat(request.input().name()).isEqualTo("input");
    assertThat(request.input().type()).isEqualTo(DataType.FP32);
    assertThat(request.input().shape()).containsExactly(2L, 2L);
    assertThat(request.input().data()).containsExactly(1, 2.5, -300, 4);
    assertThat(request.input().samples(new int[] {2}))
        .containsExactly(new double[] {1, 2.5}, new double[] {-300, 4});
  }

  @Test
  void theOrderOfPartsAndTheNestingOfDataDoNotMatter() {
    InferenceRequest request =
        read("{'inputs':[{'data':[1,2,3,4],'shape':[2,2],'datatype':'FP64','name':'input'}]}");
    assertThat(request.input().data()).containsExactly(1, 2, 3, 4);
    assertThat(request.outputs()).containsExactly(Output.values());
    assertThat(request.id()).isEmpty();
  }

  @Test
  void asManyNumbersAsAreAllowed() {
    String many = "1,".repeat(MOST - 1) + "1";
    String start = "{'inputs':[{'name':'input','datatype':'FP32','shape':[100],'data':[";
    assertThat(read(start + many + "]}]}").input().data()).hasSize(MOST).containsOnly(1);
    assertThatThrownBy(() -> read(start + many + ",1]}]}")).hasMessageContaining("at most 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{}",
        "{'inputs':{}}",
        "{'inputs':[]}",
        "{'inputs':[" + INPUT + "," + INPUT + "]}",
        "{'inputs':[" + INPUT + "]} {}",
        "{'inputs':[" + INPUT + "],'inputs':[]}",
        "{'inputs':[" + INPUT + "]",
        "{'id':7,'inputs':[" + INPUT + "]}",
        "{'inputs':[" + INPUT + "],'outputs':[{'name':'cat'}]}",
        "{'inputs':[" + INPUT + "],'outputs':[{}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1]}]}",
        "{'inputs':[{'name':'input','datatype':'FP16','shape':[1],'data':[1]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':['1'],'data':[1]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1.5],'data':[1]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[99999999999999999999],'data':[1]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':1}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':[NaN]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':['1']}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':[null]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':[{}]}]}",
        "{'inputs':[{'name':'input','datatype':'FP32','shape':[1],'data':[1],"
            + "'parameters':{'binary_data_size':4}}]}",
        "{'a':[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
      })
  void whatIsNoRequestIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("expected")
        .extracting(failure -> String.valueOf(failure.getMessage()).lines().count())
        .isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[3]", "[3,2]", "[2,3]", "[2,2,1]", "[-2,2]", "[0,2]", "[]"})
  void aShapeThatDoesNotFitIsRefused(String shape) {
    InferenceRequest request = read(WHOLE.replace("[2,2]", shape));
    assertThatThrownBy(() -> request.input().samples(new int[] {2}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("expected");
  }

  @Test
  void bytesArePixelsAsInFilesAndNothingElse() {
    assertThat(DataType.UINT8.values(new double[] {0, 51, 255}, true))
        .containsExactly(0, 51f / 255f, 1);
    assertThat(DataType.UINT8.values(new double[] {7}, false)).containsExactly(7);
    for (double wrong : List.of(-1.0, 256.0, 0.5)) {
      assertThatThrownBy(() -> DataType.UINT8.values(new double[] {wrong}, true))
          .isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> DataType.FP32.values(new double[] {1e39}, false))
        .isInstanceOf(Refusal.class);
  }

  /** Whatever is damaged is read, or refused; nothing else happens. */
  @Test
  void damagedRequestsAreRefusedOrRead() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] whole = bytes(WHOLE);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length + 8));
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        InferenceReader.read(damaged, MOST);
      } catch (Refusal e) {
        refused++;
      }
    }
    assertThat(refused).as("some of either kind").isBetween(1, 19_999);
  }
}
