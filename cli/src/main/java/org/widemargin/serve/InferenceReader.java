package org.widemargin.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.web.Refusal;

/**
 * Reads a request for inference, number by number: a tensor as a tree of objects would take many
 * times its memory. What the protocol allows and nothing here needs is skipped.
 */
final class InferenceReader {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_WORD = 4096;
  private static final int LARGEST_RANK = 8;
  private static final int FIRST_ROOM = 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LONGEST_WORD)
                  .maxNameLength(LONGEST_WORD)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser json;
  private final int mostNumbers;
  private @Nullable String id;
  private final List<InferenceInput> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  private InferenceReader(JsonParser json, int mostNumbers) {
    this.json = json;
    this.mostNumbers = mostNumbers;
  }

  /**
   * Reads a request.
   *
   * @param body JSON in UTF-8
   * @param mostNumbers of all samples together
   * @throws Refusal if it is none
   */
  static InferenceRequest read(byte[] body, int mostNumbers) {
    try (JsonParser json = FACTORY.createParser(body)) {
      return new InferenceReader(json, mostNumbers).request();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new Refusal(
          Refusal.WRONG, "expected a request in JSON, found something else: " + message);
    }
  }

  private InferenceRequest request() throws IOException {
    fields("a request", this::requestField);
    require(json.nextToken() == null, "one object, found something behind it");
    require(inputs.size() == 1, "one input, found " + inputs.size());
    return new InferenceRequest(
        Optional.ofNullable(id),
        inputs.get(0),
        outputs.isEmpty() ? List.of(Output.values()) : outputs);
  }

  private void requestField(String name) throws IOException {
    switch (name) {
      case "id" -> id = word(name);
      case "inputs" -> elements(name, () -> inputs.add(input()));
      case "outputs" -> elements(name, () -> outputs.add(output()));
      default -> json.skipChildren();
    }
  }

  private Output output() throws IOException {
    String[] name = {""};
    objectFields(
        "an output",
        field -> {
          switch (field) {
            case "name" -> name[0] = word(field);
            case "parameters" -> parameters();
            default -> json.skipChildren();
          }
        });
    return Output.named(name[0]);
  }

  /** The parts of a tensor, in whatever order they come. */
  private static final class Parts {
    private String name = "";
    private String type = "";
    private List<Long> shape = List.of();
    private double @Nullable [] data;
  }

  private InferenceInput input() throws IOException {
    Parts parts = new Parts();
    objectFields(
        "an input",
        field -> {
          switch (field) {
            case "name" -> parts.name = word(field);
            case "datatype" -> parts.type = word(field);
            case "shape" -> parts.shape = shape();
            case "data" -> parts.data = numbers();
            case "parameters" -> parameters();
            default -> json.skipChildren();
          }
        });
    double[] data = parts.data;
    require(data != null, "data in input '" + parts.name + "', found none");
    return new InferenceInput(
        parts.name, DataType.named(parts.type), parts.shape, data == null ? new double[0] : data);
  }

  /** None is needed; those of an extension that is not here would be misunderstood. */
  private void parameters() throws IOException {
    objectFields(
        "parameters",
        field -> {
          require(
              !field.equals("binary_data_size"),
              "tensors in JSON, found the extension for binary ones");
          json.skipChildren();
        });
  }

  private List<Long> shape() throws IOException {
    List<Long> shape = new ArrayList<>();
    elements(
        "shape",
        () -> {
          require(
              json.currentToken() == JsonToken.VALUE_NUMBER_INT && shape.size() < LARGEST_RANK,
              "a shape of at most " + LARGEST_RANK + " whole numbers");
          shape.add(json.getLongValue());
        });
    return shape;
  }

  /** Nested lists and a flat one mean the same. */
  private double[] numbers() throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "a list of data");
    double[] numbers = new double[FIRST_ROOM];
    int count = 0;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else {
        require(token != null && token.isNumeric(), "numbers in data, found " + json.getText());
        require(count < mostNumbers, "at most " + mostNumbers + " numbers in a request");
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, Math.min(mostNumbers, 2 * count));
        }
        numbers[count++] = json.getDoubleValue();
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private String word(String field) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING, "a text as '" + field + "'");
    return json.getText();
  }

  /** Does something with a field; the parser is at its value, and at its end afterwards. */
  private interface FieldReader {
    void read(String name) throws IOException;
  }

  /** Does something with an element. */
  private interface ElementReader {
    void read() throws IOException;
  }

  private void fields(String what, FieldReader reader) throws IOException {
    json.nextToken();
    objectFields(what, reader);
  }

  private void objectFields(String what, FieldReader reader) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, what + " as an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      reader.read(name);
    }
  }

  private void elements(String what, ElementReader reader) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "a list as '" + what + "'");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      reader.read();
    }
  }

  private static void require(boolean condition, String expected) {
    if (!condition) {
      throw new Refusal(Refusal.WRONG, "expected " + expected);
    }
  }
}
