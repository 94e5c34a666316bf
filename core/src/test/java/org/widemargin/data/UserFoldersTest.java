package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
  @Test
  void eachSystemHasItsPlaceForCaches() {
    assertThat(UserFolders.cache("Linux", Map.of(), "/home/ada"))
        .isEqualTo(Path.of("/home/ada/.cache/widemargin"));
    assertThat(UserFolders.cache("Linux", Map.of("XDG_CACHE_HOME", "/big/cache"), "/home/ada"))
        .isEqualTo(Path.of("/big/cache/widemargin"));
    assertThat(UserFolders.cache("Linux", Map.of("XDG_CACHE_HOME", "relative"), "/home/ada"))
        .as("the standard has relative ones ignored")
        .isEqualTo(Path.of("/home/ada/.cache/widemargin"));
    assertThat(UserFolders.cache("Mac OS X", Map.of(), "/Users/ada"))
        .isEqualTo(Path.of("/Users/ada/Library/Caches/widemargin"));
    assertThat(UserFolders.cache("Windows 11", Map.of("LOCALAPPDATA", "/local"), "/Users/ada"))
        .isEqualTo(Path.of("/local/widemargin"));
  }
}
