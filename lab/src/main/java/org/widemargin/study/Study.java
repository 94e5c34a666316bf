package org.widemargin.study;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.config.Checked;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Json;
import org.widemargin.data.DatasetSpec;
import org.widemargin.error.Nearest;
import org.widemargin.train.DataConfig;
import org.widemargin.train.RunConfig;

/**
 * A study: every method on every data set under every condition with every seed, its
 * hyper-parameters chosen by validation accuracy, and then measured.
 *
 * @param name lower-case with dashes; names its files
 * @param title what it asks, for people
 * @param datasets which data sets
 * @param training keys of a run's configuration for all methods
 * @param methods by name, in the order of figures
 * @param conditions of the training data
 * @param search how hyper-parameters are chosen
 * @param seeds of splits, subsets, wrong labels, weights and batches
 * @param measurements what is measured of each network
 */
public record Study(
    String name,
    String title,
    List<DatasetSpec> datasets,
    Map<String, Object> training,
    // Nothing in the place of a method takes away one that studies share.
    @JsonSetter(contentNulls = Nulls.SET) Map<String, Method> methods,
    List<Condition> conditions,
    Search search,
    List<Long> seeds,
    List<Measurement> measurements)
    implements Checked {
  /** Each is made and checked, which takes milliseconds; the largest study of ours has 580. */
  private static final int MOST_CONFIGURATIONS = 5_000;

  /** With all seeds; the largest study of ours has 1740. */
  private static final int MOST_TRAININGS = 100_000;

  private static final Map<String, String> DECIDED =
      Map.of(
          "seed", "seeds",
          "data.dataset", "datasets",
          "data.label-noise", "conditions",
          "data.train-fraction", "conditions");

  /** Checks that no list is empty and nothing is there twice. */
  public Study {
    require(
        name.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        "expected a study's name in lower case with dashes, found '%s'",
        name);
    datasets = distinct(name, "datasets", datasets);
    conditions = distinct(name, "conditions", conditions);
    seeds = distinct(name, "seeds", seeds);
    measurements = distinct(name, "measurements", measurements);
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    methods = Collections.unmodifiableMap(present(methods));
    require(!methods.isEmpty(), "study %s: expected at least one method, found none", name);
  }

  static Study defaults(String name, Map<String, Method> methods) {
    return new Study(
        name,
        /* title= */ name,
        /* datasets= */ List.of(DatasetSpec.of("mnist")),
        /* training= */ Map.of(),
        methods,
        /* conditions= */ List.of(Condition.CLEAN),
        /* search= */ Search.Grid.defaults(),
        /* seeds= */ List.of(1L, 2L, 3L),
        /* measurements= */ List.of(Measurement.Accuracy.defaults()));
  }

  /**
   * Checks that every method that is named exists, and that every configuration resolves. A study
   * that is read from a file has been checked.
   *
   * @throws org.widemargin.error.InputException for an unknown method or key, or a value out of
   *     range
   */
  @Override
  public void check() {
    for (Measurement measurement : measurements) {
      measurement.other().ifPresent(this::requireMethod);
    }
    requireFree("training", training);
    conditions.forEach(each -> requireFree("training of a condition", each.training()));
    methods.forEach(
        (method, each) -> {
          requireFree("config of method " + method, each.config());
          requireFree("space of method " + method, new LinkedHashMap<>(each.space()));
        });
    requireConfigurations();
  }

  /** What the matrix decides would be overwritten without a word. */
  private void requireFree(String where, Map<String, Object> keys) {
    DECIDED.forEach(
        (key, axis) ->
            require(
                !keys.containsKey(key) && !isIn(keys, key),
                "study %s: %s sets %s, which the study's %s decide",
                name,
                where,
                key,
                axis));
  }

  private static boolean isIn(Map<String, Object> keys, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return keys.containsKey(path);
    }
    return keys.get(path.substring(0, dot)) instanceof Map<?, ?> below
        && below.containsKey(path.substring(dot + 1));
  }

  /**
   * All combinations of data set, method and condition.
   *
   * @return the cells, methods innermost, so that a study that is stopped has compared something
   */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (DatasetSpec dataset : datasets) {
      for (Condition condition : conditions) {
        methods.keySet().forEach(method -> cells.add(new Cell(dataset, method, condition)));
      }
    }
    return cells;
  }

  /**
   * The seeds of a condition.
   *
   * @param condition one of the study's
   * @return its own, or those of the study
   */
  public List<Long> seeds(Condition condition) {
    return condition.seeds().isEmpty() ? seeds : condition.seeds();
  }

  /**
   * The seeds that candidates are compared on.
   *
   * @param condition one of the study's
   * @return the first ones of the condition's
   */
  public List<Long> searchSeeds(Condition condition) {
    List<Long> all = seeds(condition);
    int count = search.seeds() == Search.ALL_SEEDS ? all.size() : search.seeds();
    return all.subList(0, Math.min(count, all.size()));
  }

  /**
   * The combinations of hyper-parameters that are compared for a method.
   *
   * @param method the method's name
   * @return settings by the path of their key, the same and in the same order for the same study;
   *     one empty map if there is nothing to search
   */
  public List<Map<String, Object>> candidates(String method) {
    Method chosen = Objects.requireNonNull(methods.get(method), method);
    return Candidates.of(search, chosen.space());
  }

  /**
   * The complete configuration of a training.
   *
   * @param cell data set, method and condition
   * @param settings hyper-parameters by the path of their key
   * @param seed the seed
   * @return the configuration
   * @throws org.widemargin.error.InputException for an unknown key or a value out of range
   */
  public RunConfig config(Cell cell, Map<String, Object> settings, long seed) {
    Method method = Objects.requireNonNull(methods.get(cell.method()), cell.method());
    RunConfig base = method.base(cell.method(), training, cell.condition().training());
    DataConfig data =
        Change.apply(
            base.data(),
            // An identity must not depend on the folder that one happens to be in.
            set(DataConfig::dataset).to(cell.dataset().absolute()),
            set(DataConfig::trainFraction).to(cell.condition().trainFraction()),
            set(DataConfig::labelNoise).to(cell.condition().labelNoise()));
    RunConfig config =
        Change.apply(base, set(RunConfig::data).to(data), set(RunConfig::seed).to(seed));
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      config = with(config, setting.getKey(), setting.getValue());
    }
    return config;
  }

  /** A group of keys is laid over the one there is: those that it does not name stay. */
  private static RunConfig with(RunConfig config, String path, Object value) {
    if (!(value instanceof Map<?, ?>)) {
      return config.with(path + "=" + Json.writeLine(value));
    }
    Object nested = value;
    List<String> keys = List.of(path.split("\\."));
    for (int i = keys.size() - 1; i >= 0; i--) {
      nested = Map.of(keys.get(i), nested);
    }
    ConfigTree over = ConfigTree.of(nested, "setting " + path);
    return RunConfig.resolve(
        ConfigTree.of(config, "configuration").overlaid(over, RunConfig.class));
  }

  private void requireMethod(String method) {
    require(
        methods.containsKey(method),
        "study %s: a measurement names the method '%s', which the study does not have; %s",
        name,
        method,
        Nearest.hint(method, List.copyOf(methods.keySet())));
  }

  private void requireConfigurations() {
    double cells = (double) datasets.size() * conditions.size() * methods.size();
    requireFew(cells);
    int configurations = 0;
    for (Cell cell : cells()) {
      List<Map<String, Object>> candidates = candidates(cell.method());
      configurations += candidates.size();
      requireFew(configurations);
      for (Map<String, Object> settings : candidates) {
        RunConfig config = config(cell, settings, seeds.get(0));
        require(
            candidates.size() == 1 || config.data().holdsOut(),
            "study %s: method %s has %d candidates, which are chosen by validation accuracy:"
                + " expected a validation-size above 0",
            name,
            cell.method(),
            candidates.size());
      }
    }
  }

  private void requireFew(double configurations) {
    require(
        configurations <= MOST_CONFIGURATIONS && configurations * seeds.size() <= MOST_TRAININGS,
        "study %s: expected at most %d configurations (data sets x conditions x methods x"
            + " candidates) and, with %d seeds, %d trainings, found %.0f configurations or more",
        name,
        MOST_CONFIGURATIONS,
        seeds.size(),
        MOST_TRAININGS,
        configurations);
  }

  /** A method that is laid over with nothing is left out. */
  private static Map<String, Method> present(Map<String, ? extends @Nullable Method> methods) {
    Map<String, Method> present = new LinkedHashMap<>();
    methods.forEach(
        (name, method) -> {
          if (method != null) {
            present.put(name, method);
          }
        });
    return present;
  }

  private static <T> List<T> distinct(String study, String what, List<T> values) {
    require(!values.isEmpty(), "study %s: expected at least one of %s, found none", study, what);
    require(
        values.stream().distinct().count() == values.size(),
        "study %s: expected each of %s once, found %s",
        study,
        what,
        values);
    return List.copyOf(values);
  }
}
