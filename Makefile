# 文表：make help 列出所有命令。
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
HOST ?= 127.0.0.1
PORT ?= 8000
LOCK ?=

.PHONY: help
help: ## 列出所有命令
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

.PHONY: serve
serve: build ## 建好网站，在 http://127.0.0.1:8000 打开（HOST=、PORT= 可改）
	@exec $(BIN)/wenbiao serve --host $(HOST) --port $(PORT)

.PHONY: build
build: .venv/installed ## 生成页面、数据模式、编译后的模板和静态网站
	$(BIN)/wenbiao build

.PHONY: test
test: ## 装好测试所需，运行全部检查和测试
	@PYTHON=$(PYTHON) tests/install.sh
	@$(MAKE) lint
	$(BIN)/pytest --numprocesses auto --dist loadfile

.PHONY: pictures
pictures: .venv/installed-test ## 用真实页面和文书重拍文档里的图片
	@PYTHON=$(PYTHON) tests/install.sh
	$(BIN)/python -m tests.tools.album

.PHONY: bench
bench: .venv/installed-test build ## 测量生成文书的速度，写 build/bench.json 和文档里的表（几分钟）
	$(BIN)/python -m tests.bench

.PHONY: lint
lint: .venv/installed-test ## 代码风格、类型和导入方向
	@failed=0; for check in "ruff check" "ruff format --check" "mypy" "lint-imports --no-logo"; do \
		echo "$$check"; $(BIN)/$$check || failed=1; \
	done; exit $$failed

.PHONY: lock
lock: build/lock/bin/uv ## 重写 constraints.txt（LOCK=--upgrade 时升到最新版本）
	build/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --quiet $(LOCK) \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file constraints.txt

.PHONY: clean
clean: ## 删除 .venv、build 和各种缓存
	rm -rf .venv build *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment: pip comes last, so an interrupted start is made again.
.venv/bin/pip:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found=$$python; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
		echo "用 $$($$python --version) 建立 .venv"; \
		exec $$python -m venv --clear .venv; \
	done; \
	if [ -n "$$found" ]; then \
		echo "缺少 Python 的 venv 模块：请以管理员身份运行 apt-get install python3-venv，然后重试。"; \
	else \
		echo "需要 Python 3.11 或更新的版本，没有找到；已装在别处的，请用 make PYTHON=路径 指明。"; \
	fi >&2; exit 1

# A stamp for each set of extras; `touch` comes last, so a failed installation is made again.
.venv/installed: .venv/bin/pip pyproject.toml constraints.txt
	@echo "安装文表及其依赖……"
	@$(INSTALL) -e '.[site]'
	@touch $@

.venv/installed-test: .venv/bin/pip pyproject.toml constraints.txt
	@echo "安装文表及测试工具……"
	@$(INSTALL) -e '.[site,test]'
	@touch .venv/installed $@

build/lock/bin/uv:
	@$(PYTHON) -m venv --clear build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
