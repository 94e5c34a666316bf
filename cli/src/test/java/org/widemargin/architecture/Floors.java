package org.widemargin.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rooms and who uses whom, for the picture.
 *
 * @param rooms by the name drawn, from the ground up
 * @param uses for each room those it uses
 */
record Floors(Map<String, Room> rooms, Map<String, Set<String>> uses) {

  /** Reads the uses from the classes. */
  static Floors of(List<Room> rooms, PackageOrder order) {
    Map<String, Room> drawn = new LinkedHashMap<>();
    rooms.forEach(room -> drawn.put(room.drawn(), room));
    Map<String, String> names = rooms.stream().collect(Collectors.toMap(Room::name, Room::drawn));
    Uses between =
        Uses.between(
            House.classes(), type -> names.getOrDefault(order.place(type).orElse("?"), "?"));
    Map<String, Set<String>> uses = new TreeMap<>();
    drawn.keySet().forEach(name -> uses.put(name, new TreeSet<>(between.from(name).keySet())));
    return new Floors(drawn, uses);
  }

  /** What a room uses and no room between them does: the others follow from these. */
  List<String> arrows(String room) {
    Set<String> used = usedBy(room);
    return used.stream()
        .filter(target -> used.stream().noneMatch(other -> reaches(other, target)))
        .toList();
  }

  /** The rooms of a part, floor by floor from its ground: each above all that it uses. */
  List<List<Room>> floors(Room.Part part) {
    Map<Integer, List<Room>> floors = new TreeMap<>();
    rooms.forEach(
        (name, room) -> {
          if (room.part() == part) {
            floors.computeIfAbsent(height(name, part), floor -> new ArrayList<>()).add(room);
          }
        });
    return List.copyOf(floors.values());
  }

  private int height(String room, Room.Part part) {
    return usedBy(room).stream()
        .filter(used -> part(used) == part)
        .mapToInt(used -> 1 + height(used, part))
        .max()
        .orElse(0);
  }

  private boolean reaches(String room, String target) {
    return usedBy(room).stream().anyMatch(used -> used.equals(target) || reaches(used, target));
  }

  private Set<String> usedBy(String room) {
    return uses.getOrDefault(room, Set.of());
  }

  private Room.Part part(String room) {
    Room found = rooms.get(room);
    if (found == null) {
      throw new IllegalArgumentException("no such room: " + room);
    }
    return found.part();
  }
}
