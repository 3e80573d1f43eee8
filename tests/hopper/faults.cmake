# The planted faults of the bfloat16 kernels (reliability row R19): each is a patch of one file, and the check that must catch it.
# fault(CHECK FILE "what is wrong" [==[text]==] [==[patched text]==])
#
# CHECK is what the CPU back end calls it, or counts, result: the comparisons of redblue confirm.
set(nothing [==[Bf16Operands a;]==])
fault(none flash_ws.cuh "the control: nothing is patched" "${nothing}" "${nothing}")

# mbarriers
fault(in_flight ring.cuh "consumers wait for the wrong parity"
  [==[mbarrier_wait(full(), round_)]==] [==[mbarrier_wait(full(), round_ ^ 1)]==])
fault(deadlock ring.cuh "the producer waits for the wrong parity"
  [==[mbarrier_wait(empty(), round_ ^ 1)]==] [==[mbarrier_wait(empty(), round_)]==])
fault(misuse ring.cuh "the parity never turns"
  [==[round_ ^= 1;]==] [==[round_ ^= 0;]==])
fault(deadlock ring.cuh "half the warps release a slot"
  [==[thread.index() % 32 == 0]==] [==[thread.index() % 64 == 0]==])
fault(in_flight ring.cuh "every warp releases a slot twice"
  [==[thread.index() % 32 == 0]==] [==[thread.index() % 16 == 0]==])
fault(in_flight ring.cuh "a slot counts as empty when half the warps have released it"
  [==[hopper::mbarrier_bytes, releases)]==] [==[hopper::mbarrier_bytes, releases / 2)]==])
fault(deadlock ring.cuh "a slot waits for one warp too many"
  [==[hopper::mbarrier_bytes, releases)]==] [==[hopper::mbarrier_bytes, releases + 1)]==])
fault(unfenced flash_ws.cuh "the initialisation of the mbarriers is not fenced"
  [==[      thread.mbarrier_fence_init();
]==] "")
fault(race flash_ws.cuh "no barrier after the initialisation of the mbarriers"
  [==[    thread.barrier();
]==] "")
fault(uninitialised flash_ws.cuh "the mbarrier of Q is not initialised"
  [==[      thread.mbarrier_init(Q_barrier, 1);
]==] "")
fault(in_flight flash_ws.cuh "arrival without the bytes that come"
  [==[mbarrier_arrive_expect_tx(barrier, panels * map.box_bytes())]==] [==[mbarrier_arrive(barrier)]==])
fault(in_flight flash_ws.cuh "one box of two is expected"
  [==[barrier, panels * map.box_bytes())]==] [==[barrier, map.box_bytes())]==])
fault(deadlock flash_ws.cuh "more bytes are expected than come"
  [==[barrier, panels * map.box_bytes())]==] [==[barrier, panels * map.box_bytes() + 16)]==])
fault(in_flight flash_ws.cuh "nobody expects or arrives"
  [==[    io.thread().mbarrier_arrive_expect_tx(barrier, panels * map.box_bytes());
]==] "")

# waits for copies
fault(in_flight flash_ws.cuh "no wait for Q"
  [==[    thread.mbarrier_wait(Q_barrier, 0);
]==] "")
fault(in_flight flash_ws.cuh "no wait for K"
  [==[      slot.wait_until_full(thread);
      if constexpr (Policy::computes) scores]==] [==[      if constexpr (Policy::computes) scores]==])
fault(in_flight flash_ws.cuh "no wait for V"
  [==[      slot.wait_until_full(thread);
      if constexpr (Policy::computes) mine.weigh]==] [==[      if constexpr (Policy::computes) mine.weigh]==])
fault(misuse flash_ws.cuh "the producer does not wait for an empty slot"
  [==[      slot.wait_until_empty(io.thread());
      load(io, a.K]==] [==[      load(io, a.K]==])
fault(in_flight flash_ws.cuh "V is released before its product is done"
  [==[      if constexpr (Policy::computes) mine.weigh(thread, slot.bytes());  // line 10
      slot.release(thread);]==]
  [==[      const int V = slot.bytes();
      slot.release(thread);
      if constexpr (Policy::computes) mine.weigh(thread, V);]==])

# boxes
fault(in_flight flash_ws.cuh "both panels are sent to one place"
  [==[to + p * map.box_bytes()]==] [==[to]==])
fault(misuse flash_ws.cuh "panels are half a box apart and a bit"
  [==[to + p * map.box_bytes()]==] [==[to + p * (map.box_bytes() - 512)]==])
fault(result flash_ws.cuh "every panel has the first 64 columns"
  [==[row, p * box_cols]==] [==[row, 0]==])
fault(counts flash_ws.cuh "boxes begin one row late"
  [==[row, p * box_cols]==] [==[row + 1, p * box_cols]==])
fault(counts flash_ws.cuh "K is loaded for V"
  [==[load(io, a.V, slot.bytes()]==] [==[load(io, a.K, slot.bytes()]==])
fault(in_flight flash_ws.cuh "the ring begins inside Q"
  [==[using Slots = Ring<slots, slot_bytes, Q_bytes,]==] [==[using Slots = Ring<slots, slot_bytes, Q_bytes / 2,]==])

# products
fault(unfenced flash_ws.cuh "no fence before the scores"
  [==[    thread.wgmma_fence();
    REDBLUE_UNROLL
    for (int k = 0; k < d]==] [==[    REDBLUE_UNROLL
    for (int k = 0; k < d]==])
fault(unfenced fragments.cuh "no fence before P V"
  [==[    thread.wgmma_fence();
    REDBLUE_UNROLL
    for (int k = 0; k < Bc]==] [==[    REDBLUE_UNROLL
    for (int k = 0; k < Bc]==])
fault(in_flight flash_ws.cuh "the scores are not committed"
  [==[    thread.wgmma_commit();
    thread.wgmma_wait(mine.S);]==] [==[    thread.wgmma_wait(mine.S);]==])
fault(in_flight flash_ws.cuh "no wait for the scores"
  [==[    thread.wgmma_wait(mine.S);
]==] "")
fault(in_flight fragments.cuh "P V is not committed"
  [==[    thread.wgmma_commit();
    thread.wgmma_wait(O);]==] [==[    thread.wgmma_wait(O);]==])
fault(in_flight fragments.cuh "no wait for P V"
  [==[    thread.wgmma_wait(O);
]==] "")
fault(divergence fragments.cuh "one warp does not commit"
  [==[    thread.wgmma_commit();
    thread.wgmma_wait(O);]==] [==[    if (thread.index() / 32 % 4 != 2) thread.wgmma_commit();
    thread.wgmma_wait(O);]==])
fault(result flash_ws.cuh "the stride of Q is half an atom"
  [==[hopper::descriptor(Q, 0, hopper::atom_bytes)]==] [==[hopper::descriptor(Q, 0, hopper::atom_bytes / 2)]==])
fault(result fragments.cuh "the panels of V are taken to be side by side"
  [==[Bc * box_row_bytes, hopper::atom_bytes));]==] [==[hopper::atom_bytes, hopper::atom_bytes));]==])
fault(result fragments.cuh "a step of P V is 8 keys"
  [==[V + k * hopper::product_depth * box_row_bytes]==] [==[V + k * 8 * box_row_bytes]==])
fault(result flash_ws.cuh "the scores of the last block are kept"
  [==[inside, 0, hopper::atom_bytes), k > 0);]==] [==[inside, 0, hopper::atom_bytes), true);]==])
fault(result flash_ws.cuh "both consumers multiply the first 64 rows"
  [==[(panel * Br + first) * box_row_bytes]==] [==[(panel * Br + 0 * first) * box_row_bytes]==])

# arithmetic
fault(result fragments.cuh "keys beyond the end are not masked"
  [==[if (seen.begin <= key && key + Bc <= seen.end) return;]==] [==[if (seen.begin <= key) return;]==])
fault(result fragments.cuh "O is not rescaled"
  [==[O[n] *= factor, O[n + 1] *= factor;]==] [==[O[n] *= 1, O[n + 1] *= 1;]==])
fault(result fragments.cuh "the sum forgets what was before"
  [==[l[half] = factor * l[half] + sum;]==] [==[l[half] = sum;]==])
fault(result fragments.cuh "the maximum is that of one thread of the four that share the row"
  [==[      most = reduce(thread, most, 4, larger);
]==] "")
fault(deadlock fragments.cuh "one thread in four leaves before the sum of its row"
  [==[      const float sum = reduce(]==] [==[      if (t % 4 == 3) return;
      const float sum = reduce(]==])
fault(out_of_bounds fragments.cuh "rows beyond the end are stored"
  [==[if (mine >= rows) continue;]==] [==[if (mine >= rows + 64) continue;]==])
fault(counts fragments.cuh "the last row is not stored"
  [==[if (mine >= rows) continue;]==] [==[if (mine >= rows - 1) continue;]==])
fault(counts flash_ws.cuh "the producer's counters are dropped"
  [==[    io.finish(a.counters);
  }

 private:]==] [==[    if (thread.index() > 0) io.finish(a.counters);
  }

 private:]==])

# two_phase_ws
set(nothing [==[struct PanelPipeline {]==])
fault(none panel_pipeline.cuh "the control of two_phase_ws: nothing is patched" "${nothing}" "${nothing}")
fault(in_flight panel_pipeline.cuh "consumers do not wait for a panel"
  [==[      slot.wait_until_full(thread);
]==] "")
fault(misuse panel_pipeline.cuh "the producer does not wait for an empty slot"
  [==[      slot.wait_until_empty(io.thread());
]==] "")
fault(deadlock panel_pipeline.cuh "no slot is released"
  [==[slot.release(thread);]==] [==[slot.next();]==])
fault(deadlock panel_pipeline.cuh "more bytes are expected than come"
  [==[mbarrier_arrive_expect_tx(slot.full(), slot_bytes)]==] [==[mbarrier_arrive_expect_tx(slot.full(), slot_bytes + 16)]==])
fault(in_flight panel_pipeline.cuh "half the bytes of a panel are expected"
  [==[mbarrier_arrive_expect_tx(slot.full(), slot_bytes)]==] [==[mbarrier_arrive_expect_tx(slot.full(), slot_bytes / 2)]==])
fault(in_flight two_phase_ws.cuh "K is sent onto Q"
  [==[io.load_box(a.K, to + K_at,]==] [==[io.load_box(a.K, to,]==])
fault(counts two_phase_ws.cuh "the last panel of scores is not read"
  [==[panels(static_cast<int>(sim::ceil_div<Extent>(operands.shape.Nk, keys)))]==]
  [==[panels(static_cast<int>(operands.shape.Nk / keys))]==])
fault(result two_phase_ws.cuh "only the last panel of Q and K counts"
  [==[hopper::descriptor(slot + K_at + inside, 0, hopper::atom_bytes), true);]==]
  [==[hopper::descriptor(slot + K_at + inside, 0, hopper::atom_bytes), k > 0);]==])
fault(result two_phase_ws.cuh "scores are not scaled"
  [==[a.scale * kept.S[n], a.scale *]==] [==[kept.S[n], a.scale *]==])
fault(result two_phase_ws.cuh "scores are read without the swizzle"
  [==[thread.shared_pair(hopper::swizzled(slot + at))]==] [==[thread.shared_pair(slot + at)]==])
fault(result two_phase_ws.cuh "halves of a pair change places"
  [==[kept.S[n] = thread.low(pair);]==] [==[kept.S[n] = thread.high(pair);]==])
fault(unfenced two_phase_ws.cuh "no fence before the scores"
  [==[    thread.wgmma_fence();
]==] "")
fault(in_flight two_phase_ws.cuh "no wait for the scores"
  [==[    thread.wgmma_wait(kept.S);
]==] "")
fault(counts two_phase_ws.cuh "a score too many is stored at an odd end"
  [==[left == 1 ? 1 : 2]==] [==[2]==])
fault(out_of_bounds two_phase_ws.cuh "scores of rows beyond the end are stored"
  [==[if (r >= a.shape.Nq || left <= 0) continue;]==] [==[if (r > a.shape.Nq || left <= 0) continue;]==])
fault(result two_phase_ws.cuh "every tile of output is the first"
  [==[kept.store(io, a.O, a.shape.Nq, a.shape.dv, first_row + row, first_col);]==]
  [==[kept.store(io, a.O, a.shape.Nq, a.shape.dv, first_row + row, 0);]==])
