package org.widemargin.export;

import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.config.Json;
import org.widemargin.data.DataDescription;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.run.Provenance;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * What leaves the library: a network in plain memory, with what its users need to know of it.
 *
 * @param spec the architecture
 * @param tensors every parameter and running statistic by the spec's own name, in PyTorch's layout,
 *     in the order of the forward pass
 * @param data the names of the classes, and how samples were prepared; null where nobody knows
 * @param provenance where the network comes from, by key; goes into files that have room for it
 */
public record ExportedNetwork(
    NetworkSpec spec,
    Map<String, StoredTensor> tensors,
    @Nullable DataDescription data,
    Map<String, String> provenance) {
  /** Copies both maps in their order. */
  public ExportedNetwork {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * Copies a network that is no run's.
   *
   * @param network the network, which stays the caller's
   * @param provenance where it comes from, by key; may be empty
   * @return a copy, without the names of its classes
   */
  public static ExportedNetwork of(Network network, Map<String, String> provenance) {
    return new ExportedNetwork(network.spec(), tensors(network), null, provenance);
  }

  /**
   * Copies the result of a run. Of its configuration come along what it learned from and how; the
   * folders and the machine's name stay at home.
   *
   * @param run the run, which stays the caller's
   * @return a copy
   * @throws org.widemargin.error.InputException if the run's provenance.json is damaged
   */
  public static ExportedNetwork of(TrainedRun run) {
    return new ExportedNetwork(
        run.network().spec(), tensors(run.network()), run.description(), provenance(run));
  }

  /**
   * The tensors by the names that they have in PyTorch: those of the spec's {@code external-names},
   * where it has such, else its own.
   *
   * @return in the order of the forward pass
   */
  public Map<String, StoredTensor> tensorsByExternalName() {
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> named.put(spec.externalName(name), tensor));
    return named;
  }

  /**
   * What goes into a file beside the tensors.
   *
   * @return texts by key: {@code network} is the architecture as JSON; {@code classes} the names of
   *     the classes, in the order of the logits; {@code images} or {@code table} how samples were
   *     prepared, where they were; and the provenance
   */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", Json.writeLine(spec));
    if (data != null) {
      metadata.put("classes", Json.writeLine(data.classNames()));
      if (data.images() != null) {
        metadata.put("images", Json.writeLine(data.images()));
      }
      if (data.table() != null) {
        metadata.put("table", Json.writeLine(data.table()));
      }
    }
    metadata.putAll(provenance);
    return metadata;
  }

  private static Map<String, StoredTensor> tensors(Network network) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      network
          .state()
          .forEach(
              (name, tensor) ->
                  tensors.put(
                      name,
                      StoredTensor.ofFloats(Tensors.shape(tensor), Tensors.toFloats(tensor))));
    }
    return tensors;
  }

  private static Map<String, String> provenance(TrainedRun run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("dataset", run.config().data().dataset().name());
    facts.put("loss", Json.writeLine(run.config().loss()));
    facts.put("optimization", Json.writeLine(run.config().optimization()));
    facts.put("seed", Long.toString(run.config().seed()));
    facts.put("step", Long.toString(run.step()));
    facts.put("norm", run.norm().toString());
    // A network of the zoo has none.
    if (Files.exists(run.folder().path().resolve("provenance.json"))) {
      Provenance provenance = run.folder().provenance();
      provenance.data().forEach((part, sha256) -> facts.put("sha256." + part, sha256));
      provenance.sessions().stream()
          .reduce((first, second) -> second)
          .ifPresent(last -> addSession(last, facts));
    }
    return facts;
  }

  private static void addSession(Provenance.Session session, Map<String, String> facts) {
    facts.put("trained", session.started());
    facts.put(
        "trained-with", "widemargin " + session.version() + ", libtorch " + session.libtorch());
    if (session.commit() != null) {
      facts.put("commit", session.commit());
    }
  }
}
