# The planted faults (reliability row R19): each is a patch of one kernel file, and the check that must catch it.
# fault(CHECK SCHEDULE FILE "what is wrong" [==[text]==] [==[patched text]==])
#
# CHECK is what the CPU back end calls it (divergence, deadlock, race, uninitialised, out_of_bounds), or counts,
# footprint, result: the comparisons of redblue confirm. standard_passing: standard with rows that do not fit.
fault(none flash_attention policy.hpp "the control, flash_attention: nothing is patched" [==[Thread& thread_;]==] [==[Thread& thread_;]==])
fault(none flash_attention_2 policy.hpp "the control, flash_attention_2: nothing is patched" [==[Thread& thread_;]==] [==[Thread& thread_;]==])
fault(none two_phase policy.hpp "the control, two_phase: nothing is patched" [==[Thread& thread_;]==] [==[Thread& thread_;]==])
fault(none standard policy.hpp "the control, standard: nothing is patched" [==[Thread& thread_;]==] [==[Thread& thread_;]==])
fault(none standard_passing policy.hpp "the control, standard_passing: nothing is patched" [==[Thread& thread_;]==] [==[Thread& thread_;]==])

# flash_attention_2.cuh
fault(uninitialised flash_attention_2 flash_attention_2.cuh "no barrier after the loads"
  [==[      load(io, V, a.V, dv, j, {0, dv});
      thread.barrier();
      if constexpr]==]
  [==[      load(io, V, a.V, dv, j, {0, dv});
      if constexpr]==])
fault(race flash_attention_2 flash_attention_2.cuh "no barrier between scores and softmax"
  [==[            });
        thread.barrier();
        online_softmax]==]
  [==[            });
        online_softmax]==])
fault(race flash_attention_2 flash_attention_2.cuh "no barrier between softmax and P V"
  [==[          factor.set(r, 0, old);
        });
        thread.barrier();]==]
  [==[          factor.set(r, 0, old);
        });]==])
fault(race flash_attention_2 flash_attention_2.cuh "no barrier at the end of a key block"
  [==[      }
      thread.barrier();
    }
    store]==]
  [==[      }
    }
    store]==])
fault(divergence flash_attention_2 flash_attention_2.cuh "a barrier for even threads only"
  [==[      load(io, V, a.V, dv, j, {0, dv});
      thread.barrier();
      if constexpr]==]
  [==[      load(io, V, a.V, dv, j, {0, dv});
      thread.barrier();
      if (thread.index() % 2 == 0) thread.barrier();
      if constexpr]==])
fault(divergence flash_attention_2 flash_attention_2.cuh "idle threads return before the first barrier"
  [==[    load(io, Q, a.Q, dk, i, {0, dk});]==]
  [==[    if (thread.index() >= 120) return;
    load(io, Q, a.Q, dk, i, {0, dk});]==])
fault(race flash_attention_2 flash_attention_2.cuh "the last warp leaves the loop without the last barrier"
  [==[      }
      thread.barrier();
    }
    store]==]
  [==[      }
      if (thread.index() >= 96 && j.end == a.shape.visible(i).end) break;
      thread.barrier();
    }
    store]==])
fault(out_of_bounds flash_attention_2 flash_attention_2.cuh "keys begin one row late"
  [==[load(io, K, a.K, dk, j, {0, dk});]==]
  [==[load(io, K, a.K, dk, {j.begin + 1, j.end + 1}, {0, dk});]==])
fault(out_of_bounds flash_attention_2 flash_attention_2.cuh "V is read with the stride of K"
  [==[load(io, V, a.V, dv, j, {0, dv});]==]
  [==[load(io, V, a.V, dk, j, {0, dv});]==])
fault(race flash_attention_2 flash_attention_2.cuh "O tile one column short"
  [==[const auto O = fast.tile(plan.Br, dv);]==]
  [==[const auto O = fast.tile(plan.Br, dv - 1);]==])
fault(out_of_bounds flash_attention_2 flash_attention_2.cuh "score tile one column short"
  [==[const auto S = fast.rotated(plan.Br, plan.Bc);]==]
  [==[const auto S = fast.rotated(plan.Br - 1, plan.Bc);]==])
fault(counts flash_attention_2 flash_attention_2.cuh "the block after the one it is given"
  [==[[thread.block()];]==]
  [==[[thread.block() + 1];]==])
fault(uninitialised flash_attention_2 flash_attention_2.cuh "a ragged row block stored whole"
  [==[store(io, a.O, dv, i, {0, dv},]==]
  [==[store(io, a.O, dv, {i.begin, i.begin + plan.Br}, {0, dv},]==])
fault(uninitialised flash_attention_2 flash_attention_2.cuh "O is not filled"
  [==[    fill(thread, O, rows, static_cast<int>(dv), 0);
]==]
  [==[]==])
fault(uninitialised flash_attention_2 flash_attention_2.cuh "m is not filled"
  [==[    fill(thread, m, rows, 1, minus_infinity());
]==]
  [==[]==])
fault(uninitialised flash_attention_2 flash_attention_2.cuh "l is not filled"
  [==[    fill(thread, l, rows, 1, 0);
]==]
  [==[]==])
fault(uninitialised flash_attention_2 flash_attention_2.cuh "softmax over rows that are not there"
  [==[online_softmax(thread, S, m, rows, keys,]==]
  [==[online_softmax(thread, S, m, static_cast<int>(plan.Br), keys,]==])
fault(result flash_attention_2 flash_attention_2.cuh "no mask"
  [==[a.shape.visible(i.begin + r).contains(j.begin + c) ? a.scale * s : minus_infinity()]==]
  [==[a.scale * s]==])
fault(result flash_attention_2 flash_attention_2.cuh "mask one key short"
  [==[.contains(j.begin + c)]==]
  [==[.contains(j.begin + c + 1)]==])
fault(result flash_attention_2 flash_attention_2.cuh "mask one key wide"
  [==[.contains(j.begin + c)]==]
  [==[.contains(j.begin + c - (c > 0))]==])
fault(result flash_attention_2 flash_attention_2.cuh "no scale"
  [==[? a.scale * s]==]
  [==[? s]==])
fault(result flash_attention_2 flash_attention_2.cuh "the rescale factor as printed, inverted"
  [==[factor.set(r, 0, old);]==]
  [==[factor.set(r, 0, old == 0 ? 0 : 1 / old);]==])
fault(result flash_attention_2 flash_attention_2.cuh "l is not rescaled"
  [==[old * l(r) + sum]==]
  [==[l(r) + sum]==])
fault(result flash_attention_2 flash_attention_2.cuh "l forgets what was"
  [==[old * l(r) + sum]==]
  [==[sum]==])
fault(result flash_attention_2 flash_attention_2.cuh "O is not rescaled"
  [==[factor(r) * O(r, c); }]==]
  [==[O(r, c); }]==])
fault(result flash_attention_2 flash_attention_2.cuh "O forgets what was"
  [==[return factor(r) * O(r, c); }]==]
  [==[return 0 * factor(r) * O(r, c); }]==])
fault(result flash_attention_2 flash_attention_2.cuh "O is not normalised"
  [==[O(r, c) / l(r); });]==]
  [==[O(r, c); });]==])
fault(result flash_attention_2 flash_attention_2.cuh "m starts at 0"
  [==[fill(thread, m, rows, 1, minus_infinity());]==]
  [==[fill(thread, m, rows, 1, 0);]==])
fault(counts flash_attention_2 flash_attention_2.cuh "a masked row block visits what its first row sees"
  [==[a.shape.visible(i), plan.Bc)]==]
  [==[a.shape.visible(i.begin), plan.Bc)]==])
fault(counts flash_attention_2 flash_attention_2.cuh "no key block is skipped under a mask"
  [==[a.shape.visible(i), plan.Bc)]==]
  [==[{0, a.shape.Nk}, plan.Bc)]==])
fault(counts flash_attention_2 flash_attention_2.cuh "K is read twice"
  [==[      load(io, K, a.K, dk, j, {0, dk});]==]
  [==[      load(io, K, a.K, dk, j, {0, dk});
      load(io, K, a.K, dk, j, {0, dk});]==])
fault(counts flash_attention_2 flash_attention_2.cuh "O is stored in every pass"
  [==[      }
      thread.barrier();
    }
    store]==]
  [==[      }
      thread.barrier();
      store(io, a.O, dv, i, {0, dv}, [&](int r, int c) { return O(r, c); });
      thread.barrier();
    }
    store]==])
fault(counts flash_attention_2 flash_attention_2.cuh "the counters are not added up"
  [==[    io.finish(a.counters);
]==]
  [==[]==])
fault(counts flash_attention_2 flash_attention_2.cuh "the last row block is not launched"
  [==[sim::ceil_div(a.shape.Nq, plan.Br),]==]
  [==[a.shape.Nq / plan.Br,]==])
fault(footprint flash_attention_2 flash_attention_2.cuh "more shared memory than the plan pays for"
  [==[flash_attention_2(plan, a.shape.dk, a.shape.dv));]==]
  [==[flash_attention_2(plan, a.shape.dk, a.shape.dv) + plan.Br);]==])
fault(out_of_bounds flash_attention_2 flash_attention_2.cuh "shared memory without the third word per row"
  [==[flash_attention_2(plan, a.shape.dk, a.shape.dv));]==]
  [==[flash_attention_2(plan, a.shape.dk, a.shape.dv) - plan.Br);]==])

# flash_attention.cuh
fault(uninitialised flash_attention flash_attention.cuh "no barrier after the loads"
  [==[        }
        thread.barrier();
        if constexpr]==]
  [==[        }
        if constexpr]==])
fault(race flash_attention flash_attention.cuh "no barrier between scores and softmax"
  [==[              });
          thread.barrier();]==]
  [==[              });]==])
fault(uninitialised flash_attention flash_attention.cuh "no barrier between softmax and P V"
  [==[            l.set(r, 0, old + sum);
          });
          thread.barrier();]==]
  [==[            l.set(r, 0, old + sum);
          });]==])
fault(race flash_attention flash_attention.cuh "no barrier between P V and the store"
  [==[// line 12
          thread.barrier();]==]
  [==[// line 12]==])
fault(divergence flash_attention flash_attention.cuh "a barrier for the first warp only"
  [==[        }
        thread.barrier();
        if constexpr]==]
  [==[        }
        thread.barrier();
        if (thread.index() < 32) thread.barrier();
        if constexpr]==])
fault(counts flash_attention flash_attention.cuh "O is read in the first pass too"
  [==[        if (first) {
          fill(thread, O,]==]
  [==[        if (first) {
          load(io, O, a.O, dv, i, {0, dv});
          fill(thread, O,]==])
fault(counts flash_attention flash_attention.cuh "m and l are written in the last pass too"
  [==[if (!last) {]==]
  [==[if (true) {]==])
fault(counts flash_attention flash_attention.cuh "no row block is skipped under a mask"
  [==[a.shape.seen_by(j), plan.Br)]==]
  [==[{0, a.shape.Nq}, plan.Br)]==])
fault(counts flash_attention flash_attention.cuh "K passes with Q instead of staying"
  [==[        load(io, Q, a.Q, dk, i, {0, dk});]==]
  [==[        load(io, K, a.K, dk, j, {0, dk});
        load(io, Q, a.Q, dk, i, {0, dk});]==])
fault(counts flash_attention flash_attention.cuh "the first pass of a masked row block taken for a later one"
  [==[a.shape.visible(i).begin >= j.begin]==]
  [==[a.shape.visible(i).begin > j.begin]==])
fault(result flash_attention flash_attention.cuh "the old weight without the old sum"
  [==[const float old = factor * l(r);]==]
  [==[const float old = factor;]==])
fault(result flash_attention flash_attention.cuh "the old weight without the rescale factor"
  [==[const float old = factor * l(r);]==]
  [==[const float old = l(r);]==])
fault(result flash_attention flash_attention.cuh "l is not stored as the new sum"
  [==[            l.set(r, 0, old + sum);
]==]
  [==[]==])
fault(result flash_attention flash_attention.cuh "O is not divided by the new sum"
  [==[return new_sum(r) == 0 ? 0 : o / new_sum(r);]==]
  [==[return o;]==])
fault(result flash_attention flash_attention.cuh "m stored in the place of l"
  [==[store(io, a.l, 1, i, {0, 1}, [&](int r, int) { return l(r); });]==]
  [==[store(io, a.l, 1, i, {0, 1}, [&](int r, int) { return m(r); });]==])
fault(result flash_attention flash_attention.cuh "no mask"
  [==[a.shape.visible(i.begin + r).contains(j.begin + c) ? a.scale * s : minus_infinity()]==]
  [==[a.scale * s]==])
fault(out_of_bounds flash_attention flash_attention.cuh "K tile for one key less"
  [==[const auto K = fast.rotated(plan.Bc, dk);]==]
  [==[const auto K = fast.rotated(plan.Bc - 1, dk);]==])
fault(out_of_bounds flash_attention flash_attention.cuh "statistics read past the last row"
  [==[load(io, l, a.l, 1, i, {0, 1});]==]
  [==[load(io, l, a.l, 1, {i.begin + 1, i.end + 1}, {0, 1});]==])
fault(out_of_bounds flash_attention flash_attention.cuh "O is stored with the stride of Q"
  [==[store(io, a.O, dv, i, {0, dv},]==]
  [==[store(io, a.O, dk, i, {0, dv},]==])
fault(footprint flash_attention flash_attention.cuh "more shared memory than the plan pays for"
  [==[algorithms::footprint::flash_attention(plan, a.shape.dk, a.shape.dv));]==]
  [==[algorithms::footprint::flash_attention(plan, a.shape.dk, a.shape.dv) + 1);]==])

# score_tiles.cuh
fault(uninitialised two_phase score_tiles.cuh "no barrier after the loads"
  [==[      load(io, K, a.K, a.shape.dk, j, c);
      thread.barrier();]==]
  [==[      load(io, K, a.K, a.shape.dk, j, c);]==])
fault(race two_phase score_tiles.cuh "no barrier at the end of a panel"
  [==[            [](float s, int, int) { return s; });
      thread.barrier();]==]
  [==[            [](float s, int, int) { return s; });]==])
fault(divergence two_phase score_tiles.cuh "a barrier that depends on the row of the thread"
  [==[      load(io, K, a.K, a.shape.dk, j, c);
      thread.barrier();]==]
  [==[      load(io, K, a.K, a.shape.dk, j, c);
      thread.barrier();
      if (thread.index() % 32 < 16) thread.barrier();]==])
fault(uninitialised two_phase score_tiles.cuh "S is not filled"
  [==[    fill(thread, S, rows, keys, 0);
]==]
  [==[]==])
fault(result two_phase score_tiles.cuh "only the last panel counts"
  [==[return S(r, k); },]==]
  [==[return 0 * S(r, k); },]==])
fault(result two_phase score_tiles.cuh "no scale"
  [==[return a.scale * S(r, c);]==]
  [==[return S(r, c);]==])
fault(out_of_bounds two_phase score_tiles.cuh "panels of K read with the width of the panel"
  [==[load(io, K, a.K, a.shape.dk, j, c);]==]
  [==[load(io, K, a.K, a.shape.dk + plan.panel, j, c);]==])
fault(result two_phase score_tiles.cuh "Q read with the stride of a panel"
  [==[load(io, Q, a.Q, a.shape.dk, i, c);]==]
  [==[load(io, Q, a.Q, extent(c), i, c);]==])
fault(counts two_phase tile_ops.cuh "row and column of the tile exchanged"
  [==[          algorithms::blocks({0, width}, tile.Bc)[block % wide]};]==]
  [==[          algorithms::blocks({0, width}, tile.Bc)[block / wide]};]==])
fault(counts two_phase score_tiles.cuh "a row of tiles is not launched"
  [==[tiles_of(a.shape.Nq, a.shape.Nk, plan.tile),]==]
  [==[tiles_of(a.shape.Nq - plan.tile.Br, a.shape.Nk, plan.tile),]==])
fault(out_of_bounds two_phase score_tiles.cuh "shared memory without the panel of K"
  [==[footprint::panel_product(plan.tile, plan.panel, 0));]==]
  [==[footprint::panel_product(plan.tile, plan.panel, 0) - plan.tile.Bc * plan.panel);]==])
fault(race two_phase score_tiles.cuh "panel tile one column short"
  [==[fast.rotated(plan.tile.Bc, plan.panel);]==]
  [==[fast.rotated(plan.tile.Bc, plan.panel - 1);]==])

# two_phase.cuh
fault(race two_phase two_phase.cuh "no barrier after the loads"
  [==[      load(io, V, a.V, a.shape.dv, j, c);
      thread.barrier();]==]
  [==[      load(io, V, a.V, a.shape.dv, j, c);]==])
fault(race two_phase two_phase.cuh "no barrier between softmax and P V"
  [==[          factor.set(r, 0, old);
        });
        thread.barrier();]==]
  [==[          factor.set(r, 0, old);
        });]==])
fault(race two_phase two_phase.cuh "no barrier at the end of a panel"
  [==[      }
      thread.barrier();
    }
    store]==]
  [==[      }
    }
    store]==])
fault(result two_phase two_phase.cuh "O is not rescaled"
  [==[return factor(r) * O(r, k);]==]
  [==[return O(r, k);]==])
fault(result two_phase two_phase.cuh "l is not rescaled"
  [==[old * l(r) + sum]==]
  [==[l(r) + sum]==])
fault(result two_phase two_phase.cuh "O is not normalised"
  [==[O(r, k) / l(r);]==]
  [==[O(r, k);]==])
fault(result two_phase two_phase.cuh "a stale factor"
  [==[          factor.set(r, 0, old);
]==]
  [==[          factor.set(r, 0, 1);
]==])
fault(out_of_bounds two_phase two_phase.cuh "V read from the column block that follows"
  [==[load(io, V, a.V, a.shape.dv, j, c);]==]
  [==[load(io, V, a.V, a.shape.dv, {j.begin + 1, j.end + 1}, c);]==])
fault(counts two_phase two_phase.cuh "each score comes back twice"
  [==[      load(io, S, a.S, a.shape.Nk, i, j);]==]
  [==[      load(io, S, a.S, a.shape.Nk, i, j);
      load(io, S, a.S, a.shape.Nk, i, j);]==])
fault(out_of_bounds two_phase two_phase.cuh "scores read with the stride of S plus one"
  [==[load(io, S, a.S, a.shape.Nk, i, j);]==]
  [==[load(io, S, a.S, a.shape.Nk + 1, i, j);]==])
fault(deadlock two_phase two_phase.cuh "only full groups take part in the softmax"
  [==[        online_softmax(thread,]==]
  [==[        if (thread.index() % 8 != 7) online_softmax(thread,]==])

# standard.cuh
fault(uninitialised standard standard.cuh "no barrier before the parts are read"
  [==[parts.set(thread.index() / 32, 0, value);
  thread.barrier();]==]
  [==[parts.set(thread.index() / 32, 0, value);]==])
fault(result standard standard.cuh "one warp is left out of the maximum and the sum"
  [==[warp < threads / 32; ++warp) all]==]
  [==[warp < threads / 32 - 1; ++warp) all]==])
fault(result standard standard.cuh "the held row is not masked"
  [==[if (!seen.contains(c)) S.set(0, c, minus_infinity());]==]
  [==[]==])
fault(result standard standard.cuh "the held row is not normalised"
  [==[return S(0, c) / factor; });]==]
  [==[return S(0, c); });]==])
fault(result standard standard.cuh "no row maximum"
  [==[S.set(0, c, weight(S(0, c), most));]==]
  [==[S.set(0, c, weight(S(0, c), 0));]==])
fault(result standard_passing standard.cuh "the running sum is not rescaled"
  [==[weight(m(0), most) * l(0) + sum]==]
  [==[l(0) + sum]==])
fault(result standard_passing standard.cuh "the running maximum forgets"
  [==[larger(m(0), reduce_block]==]
  [==[larger(minus_infinity(), reduce_block]==])
fault(result standard_passing standard.cuh "the passing row is not masked in its second pass"
  [==[const float s = seen.contains(j.begin + c) ? S(0, c) : minus_infinity();]==]
  [==[const float s = S(0, c);]==])
fault(result standard_passing standard.cuh "a stale word beyond the ragged chunk"
  [==[const bool there = c < extent(j) && seen.contains(j.begin + c);]==]
  [==[const bool there = seen.contains(j.begin);]==])
fault(race standard_passing standard.cuh "no barrier at the end of a chunk"
  [==[          m.set(0, 0, most);
        }
      }
      thread.barrier();]==]
  [==[          m.set(0, 0, most);
        }
      }]==])
fault(race standard_passing standard.cuh "every thread writes the running statistics"
  [==[if (thread.index() == 0) {
          l.set]==]
  [==[{
          l.set]==])
fault(deadlock standard_passing standard.cuh "threads without a score skip the chunk"
  [==[        const float s = there]==]
  [==[        if (!there) continue;
        const float s = there]==])
fault(race standard_passing standard.cuh "the maximum and the sum share their parts"
  [==[reduce_block(thread, weight(s, most), sums, sum_of)]==]
  [==[reduce_block(thread, weight(s, most), maxima, sum_of)]==])
fault(uninitialised standard standard.cuh "no barrier after the loads of P V"
  [==[      load(io, V, a.V, a.shape.dv, j, c);
      thread.barrier();]==]
  [==[      load(io, V, a.V, a.shape.dv, j, c);]==])
fault(race standard standard.cuh "no barrier at the end of a panel of P V"
  [==[            [](float o, int, int) { return o; });
      thread.barrier();]==]
  [==[            [](float o, int, int) { return o; });]==])
fault(result standard standard.cuh "P V of the last panel only"
  [==[return O(r, k); },
            [](float]==]
  [==[return 0 * O(r, k); },
            [](float]==])
fault(counts standard standard.cuh "P is not stored for the last row"
  [==[launch(SoftmaxOfHeldRow<Policy>{a}, a.shape.Nq,]==]
  [==[launch(SoftmaxOfHeldRow<Policy>{a}, a.shape.Nq - 1,]==])
fault(out_of_bounds standard standard.cuh "one row too many"
  [==[launch(SoftmaxOfHeldRow<Policy>{a}, a.shape.Nq,]==]
  [==[launch(SoftmaxOfHeldRow<Policy>{a}, a.shape.Nq + 1,]==])

# tile_ops.cuh
fault(result flash_attention_2 tile_ops.cuh "a quarter of the micro tile is dropped"
  [==[for (int y = 0; y < micro; ++y) sum[x][y] += u[x] * v[y];]==]
  [==[for (int y = 0; y < micro - (x == 3); ++y) sum[x][y] += u[x] * v[y];]==])
fault(race flash_attention_2 tile_ops.cuh "rows beyond the edge are stored"
  [==[if (inside(x, y)) C.set(row[x], col[y],]==]
  [==[if (true) C.set(r + x * tall, c + y * wide,]==])
fault(race flash_attention_2 tile_ops.cuh "rows beyond the edge are stored in the last row"
  [==[if (inside(x, y)) C.set(row[x], col[y],]==]
  [==[if (true) C.set(row[x], col[y],]==])
fault(race flash_attention_2 tile_ops.cuh "what is beyond the edge reads the words of others"
  [==[sum[x][y] = inside(x, y) ? begin(row[x], col[y]) : 0;]==]
  [==[sum[x][y] = begin(row[x], col[y]);]==])
fault(result flash_attention_2 tile_ops.cuh "the depth is one short"
  [==[for (int k = 0; k < depth; ++k) {]==]
  [==[for (int k = 0; k < depth - 1; ++k) {]==])
fault(result flash_attention_2 tile_ops.cuh "the reduction stops one step early"
  [==[lanes > 0; lanes /= 2)]==]
  [==[lanes > 1; lanes /= 2)]==])
fault(result flash_attention_2 tile_ops.cuh "the reduction begins one step late"
  [==[int lanes = width / 2; lanes]==]
  [==[int lanes = width / 4; lanes]==])
fault(race flash_attention_2 tile_ops.cuh "every lane moves the maximum"
  [==[    if (lane != 0) continue;
]==]
  [==[]==])
fault(race flash_attention_2 tile_ops.cuh "every lane reads the maximum that one writes"
  [==[lane == 0 ? m(r) : minus_infinity();]==]
  [==[m(r);]==])
fault(deadlock flash_attention_2 tile_ops.cuh "lanes without a score skip the shuffle"
  [==[    most = reduce(thread, most, group, larger);]==]
  [==[    if (lane >= cols) continue;
    most = reduce(thread, most, group, larger);]==])
fault(uninitialised flash_attention_2 tile_ops.cuh "rows beyond the first pass of the groups"
  [==[r < rows; r += threads / group) {]==]
  [==[r < rows && r < threads / group; r += threads / group) {]==])
fault(race flash_attention_2 tile_ops.cuh "the loop over words strides by half the threads"
  [==[n < count; n += threads) f(n);]==]
  [==[n < count; n += threads / 2) f(n);]==])
fault(result flash_attention_2 tile_ops.cuh "a masked score counts as exp(0)"
  [==[return s == minus_infinity() ? 0 : expf(s - m);]==]
  [==[return s == minus_infinity() ? 1 : expf(s - m);]==])
fault(out_of_bounds flash_attention_2 tile_ops.cuh "wrong stride of a load"
  [==[io.load(from, (rows.begin + r) * width + cols.begin + c));]==]
  [==[io.load(from, (rows.begin + r) * (width + 1) + cols.begin + c));]==])
fault(result flash_attention_2 tile_ops.cuh "wrong stride of a store"
  [==[io.store(to, (rows.begin + r) * width + cols.begin + c, of(r, c));]==]
  [==[io.store(to, (rows.begin + r) * (width - 1) + cols.begin + c, of(r, c));]==])

# tile.cuh
fault(out_of_bounds flash_attention_2 tile.cuh "a rotated row does not turn round"
  [==[return words.get(first + (at >= wrap ? at - wrap : at) * step);]==]
  [==[return words.get(first + at * step);]==])
fault(result flash_attention_2 tile.cuh "rows written rotated and read straight"
  [==[return {words, r * cols, 1, r % cols, cols};]==]
  [==[return {words, r * cols, 1, 0, cols};]==])
fault(result flash_attention_2 tile.cuh "a column of the neighbour"
  [==[Line<Shared> column(int c) const { return {words, c,]==]
  [==[Line<Shared> column(int c) const { return {words, (c + 1) % cols,]==])
fault(out_of_bounds flash_attention_2 tile.cuh "tiles carved from one word later"
  [==[int used_ = 0;]==]
  [==[int used_ = 1;]==])
fault(race flash_attention_2 tile.cuh "tiles that overlap by a word"
  [==[used_ += static_cast<int>(words);]==]
  [==[used_ += static_cast<int>(words) - 1;]==])

# policy.hpp
fault(counts flash_attention_2 policy.hpp "a read is counted as a write"
  [==[++counted_.reads[tensor];]==]
  [==[++counted_.writes[tensor];]==])
fault(counts flash_attention_2 policy.hpp "writes are not counted"
  [==[if constexpr (Policy::counts) ++counted_.writes[tensor];]==]
  [==[]==])
fault(counts flash_attention_2 policy.hpp "each word is counted twice"
  [==[++counted_.reads[tensor];]==]
  [==[counted_.reads[tensor] += 2;]==])
fault(counts flash_attention_2 policy.hpp "the counter is set, not added to"
  [==[if (n != 0) thread_.add(sum, n);]==]
  [==[if (n != 0) *sum = n;]==])
fault(counts flash_attention_2 policy.hpp "reads are added to the sums of writes"
  [==[(add_one(&sums->reads[tensor], counted_.reads[tensor]), ...);]==]
  [==[(add_one(&sums->writes[tensor], counted_.reads[tensor]), ...);]==])
fault(counts flash_attention_2 policy.hpp "a word is moved twice and counted once"
  [==[thread_.store(of_head(to), at, word);]==]
  [==[thread_.store(of_head(to), at, word);
    thread_.store(of_head(to), at, word);]==])
