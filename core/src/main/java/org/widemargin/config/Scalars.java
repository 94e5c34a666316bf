package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Locale;

/** Reads the text of a command line's option as the type of its key wants it. */
final class Scalars {
  private static final String INFINITE = "\\+?\\.?inf(inity)?";
  private static final String REAL = "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?";
  private static final String WHOLE = "[+-]?\\d+";
  private static final String TRUTH = "true|false";

  private Scalars() {}

  /** Reads a text. What does not fit stays one: binding the record says what it expects. */
  static JsonNode read(Class<?> type, String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    if (isReal(type) && lowerCase.matches(INFINITE)) {
      return DoubleNode.valueOf(Double.POSITIVE_INFINITY);
    }
    if (isReal(type) && lowerCase.matches(REAL)) {
      return DoubleNode.valueOf(Double.parseDouble(lowerCase));
    }
    if (isWhole(type) && text.matches(WHOLE)) {
      return BigIntegerNode.valueOf(new BigInteger(text));
    }
    return isTruth(type) && lowerCase.matches(TRUTH)
        ? BooleanNode.valueOf(Boolean.parseBoolean(lowerCase))
        : TextNode.valueOf(text);
  }

  private static boolean isReal(Class<?> type) {
    return type == double.class || type == Double.class;
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  private static boolean isTruth(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }
}
