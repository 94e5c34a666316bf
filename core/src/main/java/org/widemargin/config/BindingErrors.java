package org.widemargin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.widemargin.InputException;

/** Turns Jackson's exceptions into one line for the user. */
final class BindingErrors {
  private static final int LONGEST_FOUND = 60;

  private BindingErrors() {}

  /** A text that is not well-formed. */
  static InputException unreadable(JsonProcessingException e, String where) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    return new InputException(where + line + ": " + oneLine(e.getOriginalMessage()), e);
  }

  /** A well-formed tree that does not fit the record. */
  static InputException explain(JsonProcessingException e, ConfigTree tree) {
    if (!(e instanceof JsonMappingException)) {
      return unreadable(e, tree.where());
    }
    JsonMappingException mapping = (JsonMappingException) e;
    String path = ConfigPath.of(mapping.getPath());
    String place = place(tree, mapping.getPath());
    if (e instanceof UnrecognizedPropertyException) {
      return unknownKey((UnrecognizedPropertyException) e, place);
    }
    if (e instanceof InvalidTypeIdException) {
      return unknownVariant((InvalidTypeIdException) e, place);
    }
    if (e.getCause() instanceof InputException) {
      return new InputException(place + ": " + e.getCause().getMessage(), e);
    }
    if (e instanceof MismatchedInputException) {
      return mismatch((MismatchedInputException) e, tree, path, place);
    }
    return new InputException(place + ": '" + path + "': " + oneLine(e.getOriginalMessage()), e);
  }

  private static InputException unknownKey(UnrecognizedPropertyException e, String place) {
    Collection<Object> known = e.getKnownPropertyIds();
    List<String> names =
        known == null ? List.of() : known.stream().map(Object::toString).sorted().toList();
    String key = e.getPropertyName();
    return new InputException(
        "unknown key '" + key + "' in " + place + ", " + Nearest.hint(key, names), e);
  }

  private static InputException unknownVariant(InvalidTypeIdException e, String place) {
    List<String> names = Words.variants(e.getBaseType().getRawClass());
    String name = Objects.toString(e.getTypeId(), "");
    return new InputException(
        "unknown name '" + name + "' in " + place + ", " + Nearest.hint(name, names), e);
  }

  private static InputException mismatch(
      MismatchedInputException e, ConfigTree tree, String path, String place) {
    JsonNode found = ConfigPath.node(tree.root(), e.getPath());
    String expected = Words.expected(e.getTargetType(), found);
    if (found.isMissingNode()) {
      return new InputException(place + ": key '" + path + "' is missing, expected " + expected, e);
    }
    String what = path.isEmpty() ? "the document" : "'" + path + "'";
    return new InputException(
        place + ": " + what + " must be " + expected + ", found " + brief(found), e);
  }

  /** The place of the nearest enclosing key that was written somewhere. */
  private static String place(ConfigTree tree, List<JsonMappingException.Reference> references) {
    for (int length = references.size(); length > 0; length--) {
      String place = tree.places().get(ConfigPath.of(references.subList(0, length)));
      if (place != null) {
        return place;
      }
    }
    return tree.where();
  }

  private static String brief(JsonNode found) {
    String text = found.isTextual() ? "'" + found.textValue() + "'" : found.toString();
    String line = found.isNull() ? "nothing" : text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_FOUND ? line : line.substring(0, LONGEST_FOUND) + "...";
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ").trim();
  }
}
