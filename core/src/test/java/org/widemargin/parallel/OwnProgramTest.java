package org.widemargin.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnProgramTest {
  @Test
  void optionsThatASecondProcessCannotHaveAreLeftOut() {
    List<String> options =
        List.of(
            "-Xmx2g",
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
            "-Dcom.sun.management.jmxremote",
            "-Dcom.sun.management.jmxremote.port=9010",
            "-Dcom.sun.management.jmxremote.rmi.port=9011",
            "-Xrunjdwp:transport=dt_socket,server=y,address=5006",
            "-Dwidemargin.device=cpu");
    assertThat(OwnProgram.shareable(options))
        .containsExactly("-Xmx2g", "-Dcom.sun.management.jmxremote", "-Dwidemargin.device=cpu");
  }
}
