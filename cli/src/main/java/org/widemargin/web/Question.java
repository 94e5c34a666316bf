package org.widemargin.web;

import java.util.Map;

/**
 * What somebody asks the server.
 *
 * @param query the parameters behind the path
 * @param body what was sent; of length 0 for nothing; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record Question(Map<String, String> query, byte[] body) {
  /** Copies the parameters. */
  public Question {
    query = Map.copyOf(query);
  }
}
