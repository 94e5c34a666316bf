package org.widemargin.parallel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.widemargin.config.Json;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;
import org.widemargin.torch.CollectivesException;
import org.widemargin.torch.TextStore;

/** Compares what the workers are about to do: collectives of other shapes would end the process. */
final class Agreement {
  private static final String AGREED = "";
  private static final int SHOWN = 80;

  private final TextStore store;
  private final Shard shard;
  private final String name;

  /**
   * Prepares to compare.
   *
   * @param store where the workers see each other
   * @param shard which of them this is
   * @param name of this agreement alone: another's answers are not for it
   */
  Agreement(TextStore store, Shard shard, String name) {
    this.store = store;
    this.shard = shard;
    this.name = name;
  }

  void on(Map<String, String> facts) {
    if (shard.index() == 0) {
      store.put(key("facts"), Json.writeLine(new Facts(facts)));
    }
    Map<String, String> first =
        Json.readText(store.get(key("facts")), "the facts of worker 0", Facts.class).facts();
    store.put(key("verdict", shard.index()), difference(first, facts));
    for (int worker = 0; worker < shard.count(); worker++) {
      String verdict = store.get(key("verdict", worker));
      if (!verdict.equals(AGREED)) {
        waitForReaders();
        throw new InputException(verdict);
      }
    }
  }

  /** The texts go with worker 0, which therefore stays until the others know the verdict. */
  private void waitForReaders() {
    try {
      store.put(key("read", shard.index()), "");
      for (int worker = 0; shard.index() == 0 && worker < shard.count(); worker++) {
        store.get(key("read", worker));
      }
    } catch (CollectivesException e) {
      // Whoever is gone reads nothing.
      return;
    }
  }

  private String key(String what) {
    return name + "/" + what;
  }

  private String key(String what, int worker) {
    return key(what) + "/" + worker;
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
