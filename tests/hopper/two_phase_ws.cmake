# The instructions of kernels/cuda/two_phase_ws.cu: one kernel a phase.
set(kernels 2)
set(products m64n256k16=8)  # a panel of 64: four steps of 16, of scores and of output
set(groups 2)
set(boxes 7)         # Q and K; S and four of V
set(expectations 2)  # one a slot
set(releases 2)
set(grants 4)        # producers give, consumers take
