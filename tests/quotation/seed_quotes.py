"""The seven quotations of the two seed stories, in the order of their texts."""

SEED_QUOTES = """
It was a pleasure to meet with our KFOR mission staff. NATO has supported peace and stability in the region for 30 years, and our commitment remains strong. A secure Western Balkans means greater security for the entire Euro-Atlantic area,
KFOR is fully prepared to respond to any security developments. We expect continued cooperation between Prishtina and KFOR in line with decades-long commitments,
The United States remains fully committed to KFOR and NATO. President [Donald] Trump, just two weeks ago in the Oval Office, met with the French President and the British Prime Minister, reaffirming his commitment to Article 5 and NATO. I know the U.S. is dedicated to KFOR,
NATO remains committed to security in the Western Balkans, because it is a strategically important region for us. Our strongest and most visible presence is through KFOR. This is our largest mission, and not by coincidence—we believe that political dialogue between Belgrade and Prishtina can be supported by our presence,
We added around 1,000 troops, which is one of the largest reinforcements. We wanted to ensure that KFOR could fully carry out its mission—guaranteeing peace, security, and freedom of movement for everyone in Kosovo.
Euro-Atlantic security depends heavily on what happens in the Western Balkans. I was glad to hear ministers from the region send the same message: the situation must not be neglected, and the focus must remain.
KFOR is there to support the political dialogue between Belgrade and Prishtina. A military presence cannot resolve the deep political challenges; only genuine dialogue — and sometimes painful compromises — can achieve that.
""".strip().splitlines()
