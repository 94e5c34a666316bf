package org.widemargin.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plants violations, and what only looks like one. */
class PackageOrderTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          loss,   import org.widemargin.train.Trainer;
          loss,   import org.widemargin.train.*;
          loss,   import static org.widemargin.train.Trainer.train;
          loss,   import static org.widemargin.train.Trainer.*;
          loss,   import org.widemargin.train.inner.Deep;
          config, import org.widemargin.torch.Scope;
          train,  import org.widemargin.attack.Attack;
          report, import org.widemargin.sweep.Sweep;
          study,  import org.widemargin.sweep.Sweep;
          export, import org.widemargin.cli.command.TrainCommand;
          loss,   import org.widemargin.nowhere.Thing;
          """)
  void aUseOfAPackageBelowIsFound(String home, String line) {
    assertThat(violations(home, line, "")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          data, import org.bytedeco.javacpp.PointerScope;
          data, import org.bytedeco.javacpp.*;
          data, import org.bytedeco.pytorch.global.torch;
          data, import static org.bytedeco.pytorch.global.torch.sum;
          cli,  import org.bytedeco.openblas.global.openblas;
          data, import org.bytedeco.pytorch.*;
          data, import org.bytedeco.pytorch.TensorVector;
          """)
  void aBindingOutsideTorchIsFound(String home, String line) {
    assertThat(violations(home, line, "")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          data,  org.bytedeco.javacpp.Pointer pointer;
          data,  long bytes = org.bytedeco.javacpp.Pointer.physicalBytes();
          data,  java.util.List<org.bytedeco.pytorch.Module> modules;
          loss,  Object a = new org.widemargin.train.Trainer();
          loss,  Object a = (Runnable) org.widemargin.train.Trainer::train;
          loss,  @org.widemargin.train.Marked int a;
          """)
  void aNameSpeltOutInTheCodeIsFound(String home, String field) {
    assertThat(violations(home, "", field)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          data,         import org.bytedeco.pytorch.Tensor;
          torch,        import org.bytedeco.javacpp.PointerScope;
          train,        import org.widemargin.loss.Loss;
          train,        import org.widemargin.train.inner.Deep;
          train.inner,  import org.widemargin.train.Trainer;
          report,       import org.widemargin.attack.Attack;
          cli,          import org.widemargin.report.Page;
          data,         import org.widemargin.InputException;
          data,         import static org.widemargin.InputException.require;
          data,         import java.util.List;
          data,         // import org.widemargin.train.Trainer;
          """)
  void aUseOfAPackageAboveIsAllowed(String home, String line) {
    assertThat(violations(home, line, "String s = \"org.bytedeco.javacpp.Pointer\";")).isEmpty();
  }

  @Test
  void theMessageNamesFileLineAndReason() {
    assertThat(violations("loss", "import org.widemargin.train.Trainer;", ""))
        .containsExactly(
            "Planted.java:2: uses org.widemargin.train.Trainer:"
                + " org.widemargin.train is below org.widemargin.loss");
  }

  @Test
  void aPackageWithoutAPlaceIsFound() {
    assertThat(violations("elsewhere", "", "")).singleElement().asString().contains("no place");
  }

  @Test
  void theRootPackageUsesNoOther() {
    SourceFile source =
        SourceFile.parse("A.java", "package org.widemargin;\nimport org.widemargin.data.Batch;\n");
    assertThat(PackageOrder.WIDEMARGIN.violations(source)).hasSize(1);
  }

  @Test
  void aTextThatIsNotJavaIsRefused() {
    assertThatThrownBy(() -> SourceFile.parse("Broken.java", "package a; class {"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Broken.java");
  }

  private static List<String> violations(String home, String line, String field) {
    String text =
        "package org.widemargin.%s;\n%s\nclass Planted {\n%s\n}\n".formatted(home, line, field);
    return PackageOrder.WIDEMARGIN.violations(SourceFile.parse("Planted.java", text));
  }
}
