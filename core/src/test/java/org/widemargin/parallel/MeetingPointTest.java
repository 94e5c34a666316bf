package org.widemargin.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.Shard;
import org.widemargin.error.InputException;

class MeetingPointTest {
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final Map<String, String> GOOD =
      Map.of("MASTER_ADDR", "node0", "MASTER_PORT", "29500", "RANK", "1", "WORLD_SIZE", "3");

  @Test
  void isReadFromTheStandardVariables() {
    MeetingPoint point = MeetingPoint.in(GOOD, PATIENCE).orElseThrow();
    assertThat(point).isEqualTo(new MeetingPoint("node0", 29500, new Shard(1, 3), PATIENCE));
    assertThat(point.environment()).isEqualTo(GOOD);
  }

  @Test
  void thereIsNoneWithoutARank() {
    assertThat(MeetingPoint.in(Map.of("MASTER_ADDR", "node0"), PATIENCE)).isEmpty();
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Its own name stands for 127.0.1.1 on many a machine: the others would not find it there. */
  @ParameterizedTest
  @CsvSource({
    "node0, 127.0.0.1, 10.0.0.7",
    "node0, ::1, 10.0.0.7",
    "node0, 192.168.3.4, 192.168.3.4",
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "127.0.1.1, 127.0.0.1, 127.0.0.1",
    "localhost, 127.0.0.1, 127.0.0.1",
    "::1, ::1, ::1"
  })
  void theFirstWorkerGivesAnAddressThatOthersReach(String host, String way, String expected) {
    List<InetAddress> others = List.of(address("10.0.0.7"), address("172.17.0.1"));
    assertThat(OwnAddress.towards(host, address(way), others)).isEqualTo(address(expected));
    assertThat(OwnAddress.towards(host, address(way), List.of()))
        .as("on a machine without a network")
        .isEqualTo(address(way));
  }

  @Test
  void theAddressesOfThisMachineAreNoneOfItsLoopback() throws IOException {
    assertThat(OwnAddress.all()).noneMatch(InetAddress::isLoopbackAddress);
  }

  @ParameterizedTest
  @CsvSource({
    "MASTER_ADDR, '', MASTER_ADDR",
    "MASTER_PORT, '', MASTER_PORT",
    "MASTER_PORT, 0, 65535",
    "MASTER_PORT, 70000, 65535",
    "WORLD_SIZE, two, WORLD_SIZE",
    "WORLD_SIZE, 1, below WORLD_SIZE",
    "RANK, -1, RANK",
    "RANK, 3, below WORLD_SIZE"
  })
  void whatIsWrongIsNamed(String variable, String value, String named) {
    Map<String, String> environment = new LinkedHashMap<>(GOOD);
    environment.put(variable, value);
    assertThatThrownBy(() -> MeetingPoint.in(environment, PATIENCE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(named);
  }
}
