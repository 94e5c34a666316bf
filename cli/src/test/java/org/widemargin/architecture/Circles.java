package org.widemargin.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks that no unit uses, by whatever way round, one that uses it.
 *
 * <p>ArchUnit 1.5's own search for circles leaves some out in a large graph: of eight circles
 * between classes that were here it showed three. This one takes only the uses from it.
 */
final class Circles extends ArchCondition<JavaClass> {
  private final Function<JavaClass, String> unit;
  private final List<JavaClass> classes = new ArrayList<>();

  Circles(String units, Function<JavaClass, String> unit) {
    super("be free of circles between " + units);
    this.unit = unit;
  }

  @Override
  public void init(Collection<JavaClass> all) {
    classes.clear();
    classes.addAll(all);
  }

  /** A circle is nobody's in particular: see {@link #finish}. */
  @Override
  public void check(JavaClass type, ConditionEvents events) {}

  @Override
  public void finish(ConditionEvents events) {
    Uses uses = Uses.between(classes, unit);
    uses.circles()
        .forEach(
            circle -> events.add(SimpleConditionEvent.violated(circle, describe(circle, uses))));
  }

  private static String describe(Set<String> circle, Uses uses) {
    return circle.stream()
        .flatMap(user -> uses.from(user).entrySet().stream())
        .filter(use -> circle.contains(use.getKey()))
        .map(use -> "\n    " + use.getValue())
        .collect(Collectors.joining("", String.join(" and ", circle) + " use one another:", ""));
  }
}
