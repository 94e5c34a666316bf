package org.widemargin.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.cli.launcher.Checkout.Result;

/** The launcher in the folder bin of a distribution: nothing is built, a Java runtime is enough. */
class UnpackedLauncherTest {
  @TempDir Path folder;
  private Checkout unpacked;

  @BeforeEach
  void unpack() throws IOException {
    unpacked = Checkout.unpacked(folder);
  }

  @AfterEach
  void stop() {
    unpacked.stop();
  }

  @Test
  void everyJarIsOnTheClassPathAndTheProgramsFirst() throws Exception {
    List<String> arguments = unpacked.run("predict", "*").arguments();
    assertThat(arguments).endsWith("org.widemargin.cli.Main", "predict", "*");
    String lib = unpacked.root().toRealPath() + "/lib/";
    assertThat(arguments.get(arguments.indexOf("-cp") + 1))
        .isEqualTo(lib + "widemargin-cli.jar:" + lib + "a b.jar:" + lib + "b.jar");
  }

  @Test
  void aLinkElsewhereLeadsToIt() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("wm"), unpacked.launcher());
    assertThat(unpacked.run(link, "summary").status()).isZero();
  }

  @Test
  void whatIsTrainedKnowsTheCommitThatWasPacked() throws Exception {
    assertThat(unpacked.run("train").arguments()).contains("-Dwidemargin.commit=0123456789abcdef");
  }

  @Test
  void classesAreArchivedBesideTheJarsWhereThatIsAllowed() throws Exception {
    unpacked.run();
    assertThat(unpacked.run("summary").arguments())
        .contains(
            "-XX:SharedArchiveFile=" + unpacked.root().toRealPath() + "/lib/classes-17.0.1.jsa");
    assertThat(unpacked.archives()).hasSize(1);
  }

  @Test
  void withoutJavaARuntimeIsAskedFor() throws Exception {
    unpacked.removeTool("java");
    Result result = unpacked.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .singleElement()
        .asString()
        .startsWith("widemargin: expected a Java runtime 17 or later, found no java on PATH");
  }

  @Test
  void aTornArchiveIsNamed() throws Exception {
    Files.delete(unpacked.root().resolve("lib/widemargin-cli.jar"));
    Result result = unpacked.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).singleElement().asString().contains("unpack the whole archive again");
  }
}
