package org.widemargin.parallel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.widemargin.config.Json;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;
import org.widemargin.torch.TextStore;

/** Compares what the workers are about to do: collectives of other shapes would end the process. */
final class Agreement {
  private static final String FACTS = "facts";
  private static final String VERDICT = "verdict/";
  private static final String AGREED = "";
  private static final int SHOWN = 80;

  private final TextStore store;
  private final Shard shard;

  Agreement(TextStore store, Shard shard) {
    this.store = store;
    this.shard = shard;
  }

  void on(Map<String, String> facts) {
    if (shard.index() == 0) {
      store.put(FACTS, Json.writeLine(new Facts(facts)));
    }
    Map<String, String> first =
        Json.readText(store.get(FACTS), "the facts of worker 0", Facts.class).facts();
    store.put(VERDICT + shard.index(), difference(first, facts));
    for (int worker = 0; worker < shard.count(); worker++) {
      String verdict = store.get(VERDICT + worker);
      if (!verdict.equals(AGREED)) {
        throw new InputException(verdict);
      }
    }
  }

  private String difference(Map<String, String> first, Map<String, String> own) {
    Map<String, String> all = new LinkedHashMap<>(first);
    own.forEach(all::putIfAbsent);
    for (String name : all.keySet()) {
      String expected = first.getOrDefault(name, "none");
      String found = own.getOrDefault(name, "none");
      if (!Objects.equals(expected, found)) {
        return "expected the same %s on all workers, found %s on worker 0 and %s on worker %s"
            .formatted(name, shortened(expected), shortened(found), shard.index());
      }
    }
    return AGREED;
  }

  private static String shortened(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }

  /**
   * What is compared.
   *
   * @param facts by name
   */
  private record Facts(Map<String, String> facts) {}
}
