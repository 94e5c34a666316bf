package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentErrorsTest {
  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    assertThat(Program.run("sumary", "mnist-cnn").refusal())
        .startsWith("widemargin: unknown command 'sumary', expected one of ")
        .contains("did you mean 'summary'?")
        .endsWith("see 'widemargin --help'");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearest() {
    assertThat(Program.run("summary", "mnist-cnn", "--jsn").refusal())
        .isEqualTo(
            "widemargin: unknown option '--jsn', did you mean '--json'?;"
                + " see 'widemargin summary --help'");
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThat(Program.run("summary").refusal()).contains("MODEL", "widemargin summary --help");
  }

  @Test
  void noCommandAtAllIsAMistake() {
    assertThat(Program.run().refusal()).contains("expected a command, found none");
  }

  @Test
  void aValueOfAnotherTypeIsNamed() {
    assertThat(Program.run("summary", "mnist-cnn", "--classes", "ten").refusal())
        .contains("--classes", "'ten'");
  }

  @Test
  void theStackTraceComesOnRequestOnly() {
    Program.Result result = Program.run("summary", "mnistcnn", "--stacktrace");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("InputException", "\tat org.widemargin.");
    assertThat(Program.run("summary", "mnistcnn").refusal()).doesNotContain("\tat ");
  }
}
