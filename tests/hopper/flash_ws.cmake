# The instructions of kernels/cuda/flash_ws.cu: one kernel each for (d, Bc) = (64, 128), (128, 128), (256, 64).
set(kernels 3)
# S = Q K^T: d / 16 products of width Bc; O += P V: Bc / 16 products of width d.
set(products m64n64k16=24 m64n128k16=20 m64n256k16=4)
set(groups 6)        # S and O of each
set(boxes 21)        # of Q, K and V, d / 64 each
set(expectations 9)  # Q, K and V of each
set(releases 6)      # K and V of each
set(grants 6)        # producers give, consumers take
