package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The versions that users are told fit each other are those that the build uses. */
class BillOfMaterialsTest {
  private static Element parent;
  private static Element bill;

  /** What is managed: an archive, its platform or nothing, its version. */
  private record Managed(String group, String artifact, String classifier, String version) {}

  @BeforeAll
  static void read() throws Exception {
    parent = document("../pom.xml");
    bill = document("../bom/pom.xml");
  }

  private static Element document(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Path.of(file).toFile())
        .getDocumentElement();
  }

  private static Stream<Element> named(Element within, String name) {
    NodeList found = within.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }

  private static Stream<Element> children(Element within, String name) {
    return named(within, name).filter(element -> element.getParentNode() == within);
  }

  private static String text(Element within, String name) {
    return children(within, name).map(Element::getTextContent).findFirst().orElse("");
  }

  private static List<Managed> managed() {
    return named(bill, "dependency")
        .map(
            dependency ->
                new Managed(
                    text(dependency, "groupId"),
                    text(dependency, "artifactId"),
                    text(dependency, "classifier"),
                    text(dependency, "version")))
        .toList();
  }

  /** A property of the parent; one may name another. */
  private static String property(String name) {
    String value =
        children(parent, "properties").map(all -> text(all, name)).findFirst().orElseThrow();
    int start = value.indexOf("${");
    if (start < 0) {
      return value;
    }
    int end = value.indexOf('}', start);
    return value.substring(0, start)
        + property(value.substring(start + 2, end))
        + value.substring(end + 1);
  }

  @Test
  void everyModuleThatIsHandedOnIsThereInItsVersion() {
    String version = text(parent, "version");
    assertThat(text(bill, "version")).isEqualTo(version);
    List<String> modules =
        children(parent, "modules")
            .flatMap(all -> children(all, "module"))
            .map(Element::getTextContent)
            .filter(module -> !module.equals("bom"))
            .toList();
    assertThat(managed().stream().filter(one -> one.group().equals("org.widemargin")))
        .containsExactlyInAnyOrderElementsOf(
            modules.stream()
                .map(module -> new Managed("org.widemargin", "widemargin-" + module, "", version))
                .toList());
  }

  @Test
  void nativeLibrariesAreThoseOfTheBuildForEveryPlatformThatHasAProfile() {
    List<String> platforms =
        Stream.concat(
                named(parent, "native.classifier").map(Element::getTextContent),
                named(parent, "pytorch.classifier").map(Element::getTextContent))
            .filter(classifier -> !classifier.startsWith("$"))
            .distinct()
            .toList();
    assertThat(platforms).hasSizeGreaterThanOrEqualTo(5);
    Map<String, List<Managed>> natives =
        managed().stream()
            .filter(one -> one.group().equals("org.bytedeco"))
            .collect(Collectors.groupingBy(Managed::artifact));
    assertThat(natives).containsOnlyKeys("pytorch", "openblas", "javacpp");
    natives.forEach(
        (artifact, ofIt) -> {
          assertThat(ofIt)
              .extracting(Managed::version)
              .containsOnly(property(artifact + ".version"));
          assertThat(ofIt)
              .extracting(Managed::classifier)
              .containsExactlyInAnyOrderElementsOf(
                  Stream.concat(Stream.of(""), platforms.stream())
                      .filter(platform -> artifact.equals("pytorch") || !platform.endsWith("-gpu"))
                      .toList());
        });
  }
}
