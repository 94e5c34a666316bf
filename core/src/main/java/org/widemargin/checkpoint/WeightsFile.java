package org.widemargin.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;

/**
 * A file of weights, whatever its format.
 *
 * @param tensors by name, in the file's order
 * @param isCheckpoint whether it is this library's own, whose names are those of the spec
 */
record WeightsFile(Map<String, StoredTensor> tensors, boolean isCheckpoint) {
  /** What wrappers put before the names of a whole network: DataParallel, torch.compile. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "module.");

  /**
   * Reads a file.
   *
   * @throws org.widemargin.error.InputException if it is of no known format, or damaged
   */
  static WeightsFile read(Path file) {
    if (StateDictFile.isOne(file)) {
      return new WeightsFile(StateDictFile.read(file), false);
    }
    SafetensorsFile content = Safetensors.read(file);
    boolean own = Checkpoint.isOne(content);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.keySet().removeIf(name -> own && !Checkpoint.isOfNetwork(name));
    return new WeightsFile(tensors, own);
  }

  /** The tensors, without the wrapper's prefix where all have it and the spec has it nowhere. */
  Map<String, StoredTensor> tensorsFor(NetworkSpec spec) {
    Map<String, StoredTensor> bare = tensors;
    for (String wrapper : WRAPPERS) {
      if (bare.keySet().stream().allMatch(name -> name.startsWith(wrapper))
          && !isUsed(wrapper, spec)) {
        bare = without(wrapper, bare);
      }
    }
    return bare;
  }

  private static boolean isUsed(String prefix, NetworkSpec spec) {
    return spec.plan().parameters().stream()
        .map(ParameterSpec::name)
        .anyMatch(name -> spec.externalName(name).startsWith(prefix));
  }

  private static Map<String, StoredTensor> without(
      String prefix, Map<String, StoredTensor> tensors) {
    Map<String, StoredTensor> bare = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> bare.put(name.substring(prefix.length()), tensor));
    return bare;
  }
}
