package org.widemargin.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.widemargin.error.InputException;

/** Reads a text to a tree and notes the line of every key and list element. */
final class TreeReader {
  private static final int LONGEST_PATH = 400;
  private static final int MOST_PLACES = 100_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final String where;
  private final Map<String, String> places = new HashMap<>();

  private TreeReader(JsonParser parser, String where) {
    this.parser = parser;
    this.where = where;
  }

  /** A number in plain digits, leading zeros included: no octal number, as YAML 1.2 has it. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]{1,100}");

  static PlacedTree read(ObjectMapper mapper, String text, String where) {
    try (JsonParser parser = mapper.createParser(text)) {
      TreeReader reader = new TreeReader(parser, where);
      InputException.require(
          parser.nextToken() != null, "%s: expected keys and values, found an empty text", where);
      JsonNode root = reader.value("");
      InputException.require(
          !root.isNull() && !root.isMissingNode(),
          "%s: expected keys and values, found nothing but 'null'",
          where);
      InputException.require(
          parser.nextToken() == null,
          "%s: expected one document, found more after it",
          reader.here());
      FormatVersion.remove(root, where);
      return new PlacedTree(root, where, reader.places);
    } catch (JsonProcessingException e) {
      throw BindingErrors.unreadable(e, where);
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string cannot fail", e);
    }
  }

  private JsonNode value(String path) throws IOException {
    note(path, here());
    InputException.require(
        !(parser instanceof YAMLParser yaml && yaml.isCurrentAlias()),
        "%s: aliases (*%s) are not supported; write the value out",
        here(),
        parser.getText());
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_NUMBER_FLOAT -> number();
      case VALUE_NUMBER_INT -> whole();
      default -> parser.readValueAsTree();
    };
  }

  /**
   * Notes where a key was written, unless there are very many or they lie very deep: then messages
   * name the nearest place that is known.
   */
  private void note(String path, String place) {
    if (path.length() <= LONGEST_PATH && places.size() < MOST_PLACES) {
      places.put(path, place);
    }
  }

  private ObjectNode object(String path) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String place = here();
      parser.nextToken();
      String below = ConfigPath.key(path, key);
      object.set(key, value(below));
      note(below, place);
    }
    return object;
  }

  private ArrayNode array(String path) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(ConfigPath.index(path, array.size())));
    }
    return array;
  }

  /** The parser takes YAML's infinity and NaN for numbers, and then cannot convert them. */
  private JsonNode number() throws IOException {
    return switch (parser.getText().toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> DoubleNode.valueOf(Double.POSITIVE_INFINITY);
      case "-.inf" -> DoubleNode.valueOf(Double.NEGATIVE_INFINITY);
      case ".nan" -> DoubleNode.valueOf(Double.NaN);
      default -> parser.readValueAsTree();
    };
  }

  private JsonNode whole() throws IOException {
    String digits = parser.getText();
    return LEADING_ZERO.matcher(digits).matches()
        ? BigIntegerNode.valueOf(new BigInteger(digits))
        : parser.readValueAsTree();
  }

  private String here() {
    return where + ", line " + parser.currentTokenLocation().getLineNr();
  }
}
