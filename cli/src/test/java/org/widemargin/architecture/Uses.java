package org.widemargin.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What uses what, where the units are packages, or classes with what is nested in them.
 *
 * @param edges for each unit those it uses, each with the first use found; by name
 */
record Uses(Map<String, Map<String, String>> edges) {

  /** Collects the uses between the units of some classes; a use of any other class is left out. */
  static Uses between(Collection<JavaClass> classes, Function<JavaClass, String> unit) {
    Map<String, Map<String, String>> edges = new TreeMap<>();
    classes.forEach(type -> edges.put(unit.apply(type), new TreeMap<>()));
    for (JavaClass type : classes) {
      String user = unit.apply(type);
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        String used = unit.apply(use.getTargetClass().getBaseComponentType());
        if (!used.equals(user) && edges.containsKey(used)) {
          edges
              .computeIfAbsent(user, name -> new TreeMap<>())
              .putIfAbsent(used, use.getDescription());
        }
      }
    }
    return new Uses(edges);
  }

  /** What a unit uses, each with the first use found. */
  Map<String, String> from(String unit) {
    return edges.getOrDefault(unit, Map.of());
  }

  /** Sets of units each of which uses every other of its set, by whatever way round. */
  List<Set<String>> circles() {
    Map<String, Set<String>> reached = new TreeMap<>();
    edges.keySet().forEach(start -> reached.put(start, reachedFrom(start)));
    List<Set<String>> circles = new ArrayList<>();
    Set<String> told = new TreeSet<>();
    reached.forEach(
        (start, below) -> {
          if (below.contains(start) && !told.contains(start)) {
            Set<String> circle = new TreeSet<>(below);
            circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(start));
            circles.add(circle);
            told.addAll(circle);
          }
        });
    return circles;
  }

  private Set<String> reachedFrom(String start) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(from(start).keySet());
    while (!next.isEmpty()) {
      String unit = next.pop();
      if (reached.add(unit)) {
        next.addAll(from(unit).keySet());
      }
    }
    return reached;
  }
}
