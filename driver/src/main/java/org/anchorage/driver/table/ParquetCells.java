/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a row of Parquet hold: texts, numbers, truths and bytes; lists of floats or
 * doubles, with the levels of any writer; maps of texts; and structs with a field {@code bytes}, as
 * Hugging Face writes images, or else {@code path}.
 */
final class ParquetCells {

  private ParquetCells() {}

  /** Adds a cell to a row, if it holds anything that is known. */
  static void add(Group group, int field, TableRow to) {
    Type type = group.getType().getType(field);
    int count = group.getFieldRepetitionCount(field);
    if (type.isPrimitive() && type.isRepetition(Type.Repetition.REPEATED)) {
      addFloats(group, field, to, type.getName());
    } else if (count > 0 && type.isPrimitive()) {
      add(group, field, type.asPrimitiveType(), to, type.getName());
    } else if (count > 0 && isMap(type)) {
      return;
    } else if (count > 0 && isList(type.asGroupType())) {
      addList(group.getGroup(field, 0), to, type.getName());
    } else if (count > 0) {
      addStruct(group.getGroup(field, 0), to, type.getName());
    }
  }

  /** Returns whether a column is a map, whose entries are kept apart from columns. */
  static boolean isMap(Type type) {
    return !type.isPrimitive()
        && type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation;
  }

  private static boolean isList(GroupType type) {
    return type.getFieldCount() == 1 && type.getType(0).isRepetition(Type.Repetition.REPEATED);
  }

  private static void add(Group group, int field, PrimitiveType type, TableRow to, String name) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.getPrimitiveTypeName();
    if (stored == PrimitiveTypeName.BINARY && meaning == null) {
      to.bytes().put(name, group.getBinary(field, 0).getBytes());
    } else if (stored != PrimitiveTypeName.INT96
        && stored != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && isPlain(meaning)) {
      String text = group.getValueToString(field, 0);
      if (!text.isEmpty()) {
        to.texts().put(name, text);
      }
    }
  }

  /** Dates, times and decimals are stored as numbers that mean something else. */
  private static boolean isPlain(@Nullable LogicalTypeAnnotation meaning) {
    return meaning == null
        || meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || meaning instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
        || meaning instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation
        || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
  }

  /** A list is a group with one repeated field, which is the element or holds it alone. */
  private static void addList(Group list, TableRow to, String name) {
    Type repeated = list.getType().getType(0);
    if (repeated.isPrimitive()) {
      addFloats(list, 0, to, name);
      return;
    }
    Type element = repeated.asGroupType().getType(0);
    if (isNumber(element)) {
      float[] floats = new float[list.getFieldRepetitionCount(0)];
      for (int i = 0; i < floats.length; i++) {
        Group one = list.getGroup(0, i);
        floats[i] = one.getFieldRepetitionCount(0) == 0 ? Float.NaN : number(one, element, 0);
      }
      to.floats().put(name, floats);
    }
  }

  private static void addFloats(Group group, int field, TableRow to, String name) {
    Type type = group.getType().getType(field);
    if (isNumber(type)) {
      float[] floats = new float[group.getFieldRepetitionCount(field)];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = isDouble(type) ? (float) group.getDouble(field, i) : group.getFloat(field, i);
      }
      to.floats().put(name, floats);
    }
  }

  private static boolean isNumber(Type type) {
    return type.isPrimitive()
        && (isDouble(type)
            || type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT);
  }

  private static boolean isDouble(Type type) {
    return type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
  }

  private static float number(Group group, Type type, int field) {
    return isDouble(type) ? (float) group.getDouble(field, 0) : group.getFloat(field, 0);
  }

  private static void addStruct(Group struct, TableRow to, String name) {
    for (String part : new String[] {"bytes", "path"}) {
      GroupType type = struct.getType();
      if (type.containsField(part)
          && type.getType(part).isPrimitive()
          && struct.getFieldRepetitionCount(part) > 0) {
        int field = type.getFieldIndex(part);
        add(struct, field, type.getType(part).asPrimitiveType(), to, name);
        return;
      }
    }
  }

  /** Returns the entries of all maps of texts. */
  static Map<String, String> entries(Group group) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int field = 0; field < group.getType().getFieldCount(); field++) {
      if (isMap(group.getType().getType(field)) && group.getFieldRepetitionCount(field) > 0) {
        Group map = group.getGroup(field, 0);
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
          Group entry = map.getGroup(0, i);
          if (entry.getType().getType(1).isPrimitive() && entry.getFieldRepetitionCount(1) > 0) {
            entries.put(entry.getValueToString(0, 0), entry.getValueToString(1, 0));
          }
        }
      }
    }
    return entries;
  }
}
