# make run   gets what is missing, builds, and serves the sample city at http://127.0.0.1:8080
# make test  gets what is missing, and checks everything that CI checks
# make sheets prints the sheet of every district into sheets.pdf; SHEETS='--city FOLDER --paper a3 --areas all' says otherwise

.PHONY: run sheets test build-tools browser format lint rust page benches

build-tools:
	@.ci/need cargo cargo cc gcc c++ g++ cmake cmake libclang libclang-dev sqlite3 sqlite3 npm npm

browser:
	@.ci/need chromium chromium pdftotext poppler-utils

run: build-tools
	cargo run --release -- serve

sheets: build-tools browser
	cargo build --release --locked
	npm --prefix web ci --no-audit --no-fund
	node web/print/sheets.js $(SHEETS)

test: build-tools browser format lint rust page benches

format:
	cargo fmt --check

lint:
	# The test profile, so that linting and testing share one build of PROJ.
	cargo clippy --locked --all-targets --profile test -- -D warnings

rust:
	cargo test --locked

page: browser
	# The program as the tests made it: a build without them would compile every library again with other features.
	cargo test --locked --no-run
	npm --prefix web ci --no-audit --no-fund
	npm --prefix web run check
	npm --prefix web run unit
	WIJKKAART_BIN="$(CURDIR)/target/debug/wijkkaart" npm --prefix web run page

benches:
	cargo test --locked --benches --no-run
