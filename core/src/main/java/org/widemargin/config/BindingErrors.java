package org.widemargin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/** Turns Jackson's exceptions into one line for the user. */
final class BindingErrors {
  private static final int LONGEST_FOUND = 60;

  private BindingErrors() {}

  /** A text that is not well-formed. */
  static InputException unreadable(JsonProcessingException e, String where) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    return new InputException(where + line + ": " + complaint(e), e);
  }

  /** A well-formed tree that does not fit the record. */
  static InputException explain(JsonProcessingException e, PlacedTree tree) {
    if (!(e instanceof JsonMappingException mapping)) {
      return unreadable(e, tree.where());
    }
    return misspeltKey(mapping, tree).orElseGet(() -> explainMapping(mapping, tree));
  }

  private static InputException explainMapping(JsonMappingException e, PlacedTree tree) {
    String place = place(tree, e.getPath());
    if (e instanceof InvalidTypeIdException variant) {
      return unknownVariant(variant, place);
    }
    if (e.getCause() instanceof InputException) {
      return new InputException(place + ": " + e.getCause().getMessage(), e);
    }
    if (e instanceof MismatchedInputException other) {
      return mismatch(e, tree, place, other.getTargetType());
    }
    if (e.getCause() instanceof InputCoercionException tooLarge) {
      return mismatch(e, tree, place, tooLarge.getTargetType());
    }
    return new InputException(place + ": '" + ConfigPath.of(e.getPath()) + "': " + complaint(e), e);
  }

  /**
   * An unknown key, which is looked for first: a key that is missing, or that the record asks for,
   * is often there under a misspelt name.
   */
  private static Optional<InputException> misspeltKey(JsonMappingException e, PlacedTree tree) {
    List<JsonMappingException.Reference> path = e.getPath();
    boolean aboutKey =
        e instanceof UnrecognizedPropertyException
            || ConfigPath.node(tree.root(), path).isMissingNode();
    List<JsonMappingException.Reference> parent =
        aboutKey && !path.isEmpty() ? path.subList(0, path.size() - 1) : path;
    Optional<Class<?>> record = aboutKey ? owner(path) : target(e);
    return record.flatMap(type -> unknownKey(e, tree, parent, RecordType.of(type).keys()));
  }

  private static Optional<InputException> unknownKey(
      JsonMappingException e,
      PlacedTree tree,
      List<JsonMappingException.Reference> parent,
      List<String> known) {
    Iterable<String> written = () -> ConfigPath.node(tree.root(), parent).fieldNames();
    return StreamSupport.stream(written.spliterator(), false)
        .filter(key -> !known.contains(key))
        .findFirst()
        .map(
            key -> {
              String path = ConfigPath.key(ConfigPath.of(parent), key);
              String place = tree.places().getOrDefault(path, place(tree, parent));
              return new InputException(
                  "unknown key '" + key + "' in " + place + ", " + Nearest.hint(key, known), e);
            });
  }

  /** The record that the last reference leads out of. */
  private static Optional<Class<?>> owner(List<JsonMappingException.Reference> path) {
    return Optional.of(path)
        .filter(references -> !references.isEmpty())
        .map(references -> references.get(references.size() - 1).getFrom())
        .<Class<?>>map(from -> from instanceof Class<?> type ? type : from.getClass())
        .filter(Class::isRecord);
  }

  /** The record that refused its components. */
  private static Optional<Class<?>> target(JsonMappingException e) {
    return e instanceof ValueInstantiationException refused
        ? Optional.<Class<?>>of(refused.getType().getRawClass()).filter(Class::isRecord)
        : Optional.empty();
  }

  private static InputException unknownVariant(InvalidTypeIdException e, String place) {
    List<String> names = Words.variants(e.getBaseType().getRawClass());
    String name = Objects.toString(e.getTypeId(), "");
    return new InputException(
        "unknown name '" + name + "' in " + place + ", " + Nearest.hint(name, names), e);
  }

  private static InputException mismatch(
      JsonMappingException e, PlacedTree tree, String place, @Nullable Class<?> target) {
    String path = ConfigPath.of(e.getPath());
    JsonNode found = ConfigPath.node(tree.root(), e.getPath());
    String expected = Words.expected(target, found);
    if (found.isMissingNode()) {
      return new InputException(place + ": key '" + path + "' is missing, expected " + expected, e);
    }
    String what = path.isEmpty() ? "the document" : "'" + path + "'";
    return new InputException(
        place + ": " + what + " must be " + expected + ", found " + brief(found), e);
  }

  /** The place of the nearest enclosing key that was written somewhere. */
  private static String place(PlacedTree tree, List<JsonMappingException.Reference> references) {
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

  private static String complaint(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceAll("\\s+", " ")
        .replaceFirst("^Duplicate field", "duplicate key")
        .strip();
  }
}
