package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.widemargin.error.OneLine;

/** Finds the dict of tensors in what a file of PyTorch's describes, and reads its tensors. */
final class StateDict {
  private static final int MOST_NAMES_SHOWN = 10;

  private final String where;
  private final Map<Pickled, Pickled> entries;

  /**
   * Finds the one dict of tensors.
   *
   * @param where what to call the file in messages
   * @param root what the file describes
   * @throws org.widemargin.error.InputException if there is none, or more than one
   */
  StateDict(String where, Pickled root) {
    this.where = where;
    this.entries = found(where, root);
  }

  /** Gives a storage's elements, little-endian. */
  @FunctionalInterface
  interface Storages {
    /** Reads one. */
    ByteBuffer read(Pickled.Storage storage) throws IOException;
  }

  /**
   * Reads the tensors.
   *
   * @param storages where their elements are
   * @param fileBytes how long the file is
   */
  Map<String, StoredTensor> tensors(Storages storages, long fileBytes) throws IOException {
    TensorViews views = new TensorViews(where, fileBytes);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Pickled, Pickled> entry : entries.entrySet()) {
      String name = ((Pickled.Text) entry.getKey()).value();
      Pickled.TensorView view = (Pickled.TensorView) entry.getValue();
      tensors.put(name, views.read(name, view, storages.read(view.storage())));
    }
    return tensors;
  }

  private static Map<Pickled, Pickled> found(String where, Pickled root) {
    require(
        root instanceof Pickled.Dictionary,
        "%s: expected a dict of tensors, found another object; save it with"
            + " torch.save(model.state_dict(), FILE)",
        where);
    Pickled.Dictionary all = (Pickled.Dictionary) root;
    if (isOfTensors(all)) {
      return all.entries();
    }
    Map<Pickled, Pickled> inside =
        all.entries().entrySet().stream()
            .filter(entry -> isOfTensors(entry.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    require(
        inside.size() == 1,
        "%s: expected a dict of tensors, or a dict with one such dict in it, found the keys %s, %s"
            + " of which have one; save it with torch.save(model.state_dict(), FILE)",
        where,
        names(all),
        inside.isEmpty() ? "none" : Integer.toString(inside.size()));
    return ((Pickled.Dictionary) inside.values().iterator().next()).entries();
  }

  private static boolean isOfTensors(Pickled value) {
    return value instanceof Pickled.Dictionary dictionary
        && !dictionary.entries().isEmpty()
        && dictionary.entries().entrySet().stream()
            .allMatch(
                entry ->
                    entry.getKey() instanceof Pickled.Text
                        && entry.getValue() instanceof Pickled.TensorView);
  }

  private static String names(Pickled.Dictionary dictionary) {
    return dictionary.entries().keySet().stream()
        .limit(MOST_NAMES_SHOWN)
        .map(
            key ->
                key instanceof Pickled.Text text
                    ? "'" + OneLine.escaped(text.value()) + "'"
                    : "a number")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
