package dev.weir.wccp.message;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.MaskSet;
import java.util.List;

/// What a Web-Cache Identity Element says of a cache's part of the assignment (§3.5).
///
/// `weight` and `status` are 0–65535 and belong to the cache; routers copy them unchanged.
public sealed interface Share {
  /// The weight by which buckets or values are divided; 0 where the form has none.
  int weight();

  /// The status octets; 0 where the form has none.
  int status();

  /// The same part with another weight; unchanged where the form has none.
  Share weighing(int weight);

  /// Hash assignment: the cache's buckets.
  record Hash(BucketSet buckets, int weight, int status) implements Share {
    @Override
    public Hash weighing(int changed) {
      return new Hash(buckets, changed, status);
    }
  }

  /// Mask assignment: the cache's values. Routers that show an Assignment Map leave the list empty.
  record Mask(List<MaskSet> sets, int weight, int status) implements Share {
    /// Copies the list.
    public Mask {
      sets = List.copyOf(sets);
    }

    @Override
    public Mask weighing(int changed) {
      return new Mask(sets, changed, status);
    }
  }

  /// 2.01: the same in the compact list of §3.14; occurs extended only.
  record AlternateMask(List<MaskSet> sets, int weight, int status) implements Share {
    /// Copies the list.
    public AlternateMask {
      sets = List.copyOf(sets);
    }

    @Override
    public AlternateMask weighing(int changed) {
      return new AlternateMask(sets, changed, status);
    }
  }

  /// 2.01: no part is told, only weight and status; occurs extended only.
  record WeightOnly(int weight, int status) implements Share {
    @Override
    public WeightOnly weighing(int changed) {
      return new WeightOnly(changed, status);
    }
  }

  /// 2.01: *No Assignment Data*.
  record None() implements Share {
    @Override
    public int weight() {
      return 0;
    }

    @Override
    public int status() {
      return 0;
    }

    @Override
    public None weighing(int changed) {
      return this;
    }
  }

  /// 2.01: one of the others with its own type and length, *Extended Assignment Data*.
  record Extended(Share inner) implements Share {
    /// Refuses what has no extended form.
    public Extended {
      if (inner instanceof Extended || inner instanceof None) {
        throw new IllegalArgumentException("no extended form: " + inner);
      }
    }

    @Override
    public int weight() {
      return inner.weight();
    }

    @Override
    public int status() {
      return inner.status();
    }

    @Override
    public Extended weighing(int changed) {
      return new Extended(inner.weighing(changed));
    }
  }
}
