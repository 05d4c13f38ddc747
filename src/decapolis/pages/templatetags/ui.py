"""Components of the pages, each with a signature."""

from django import template

register = template.Library()
